"""From a working copy to the body that is published, schema ``agreement/1``. Pure: nothing is stored here."""

from content.agreements.models import Agreement, AgreementDocument, AgreementParty
from content.agreements.states import TextState
from content.db import JsonObject
from content.policy.pack import Pack

SCHEMA = "agreement/1"
PUBLISHED_FIELDS = ("title", "summary", "term_note", "renewal", "termination", "note", "legacy_note")


def ready_languages(agreement: Agreement) -> list[str]:
    """The languages whose words are published: those marked ready, the source language first.

    An outdated text stays published with its source revision, so that the reader can be told (P14).
    """
    shown = (TextState.READY, TextState.OUTDATED)
    tags = [tag for tag, text in sorted(agreement.texts.items()) if text.state in shown]
    return sorted(tags, key=lambda tag: tag != agreement.source_language)


def body_of(agreement: Agreement, pack: Pack) -> JsonObject:
    """The body in all ready languages. The pack gives the labels as they are on the day of publishing."""
    languages = ready_languages(agreement)
    return {
        "schema": SCHEMA,
        "id": agreement.item_id,
        "slug": agreement.slug,
        "source_language": agreement.source_language,
        "languages": languages,
        "outdated": [tag for tag in languages if agreement.texts[tag].state is TextState.OUTDATED],
        "fictional": agreement.is_fictional,
        "legacy": agreement.is_legacy,
        "needs_alignment": agreement.needs_alignment,
        "category": agreement.category,
        "category_labels": pack.texts(f"categories.{agreement.category}.name"),
        "category_standing": agreement.category_standing,
        "state": agreement.state.value,
        "parties": [_party(row) for row in agreement.party_rows],
        "term": {"start": agreement.starts_on, "end": agreement.ends_on, "months": agreement.months},
        "signed_on": agreement.signed_on,
        "established": {
            key: agreement.established.get(key) for key in ("date", "not_before", "not_after", "description")
        },
        "lead_division": agreement.lead_division,
        "contact": agreement.contact or None,
        "policy_version": agreement.policy_version,
        "goals": agreement.goals,
        "goal_labels": {goal["code"]: pack.texts(f"goals.{goal['code']}.label") for goal in agreement.goals},
        "texts": {tag: _published(agreement.texts[tag].fields) for tag in languages},
        "history": [
            {**row, "labels": pack.texts(f"vocabularies.history_category.{row['category']}")}
            for row in agreement.classifications
        ],
        **{
            name: [_element(element.key, element.facts, element.texts, languages) for element in agreement.of_kind(kind)]
            for kind, name in (
                ("objective", "objectives"), ("milestone", "milestones"),
                ("activity", "activities"), ("outcome", "outcomes"),
            )
        },
        "documents": [_document(document, languages) for document in agreement.documents],
        "decisions": agreement.decisions,
        "sources": agreement.sources,
    }  # fmt: skip


def _published(fields: JsonObject) -> JsonObject:
    return {name: fields[name] for name in PUBLISHED_FIELDS if fields.get(name)}


def _element(key: str, facts: JsonObject, texts: JsonObject, languages: list[str]) -> JsonObject:
    return {"id": key, **facts, "texts": _spoken(texts, languages)}


def _spoken(texts: JsonObject, languages: list[str]) -> JsonObject:
    """The words of an element in the ready languages; an element that has none of them keeps those it was written in."""
    ready = {tag: texts[tag] for tag in languages if texts.get(tag)}
    return ready or {tag: words for tag, words in texts.items() if words}


def _party(row: AgreementParty) -> JsonObject:
    party = row.party
    return {
        "id": party.item_id,
        "slug": party.slug,
        "role": row.role.value,
        "kind": party.kind.value,
        "names": party.names,
        "place": party.place,
        "country": party.country,
        "aliases": party.aliases,
        "lat": party.latitude,
        "lon": party.longitude,
        "wikidata": party.wikidata,
    }


def _document(document: AgreementDocument, languages: list[str]) -> JsonObject:
    compared = None
    if document.compared_on is not None:
        compared = {"office": document.compared_by_office, "on": document.compared_on.isoformat()}
    return {
        "id": document.key,
        "kind": document.kind,
        "language": document.language,
        "sha256": document.sha256,
        "name": document.name,
        "media_type": document.media_type,
        "size": document.size,
        "compared": compared,
        "texts": _spoken(document.texts, languages),
    }
