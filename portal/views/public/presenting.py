"""What a published body says to a reader: statements, labels and links, made here so that templates only print.

Everything is computed from a body, an entry of the record and a policy; nothing here asks the database.
Texts of bodies stay mappings of languages: the macros of ``components/words.html`` choose and mark the language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from babel.numbers import format_decimal
from flask import url_for

from content.agreements.status import Progress, Status, in_order, progress_of, status_on
from content.db import JsonObject
from content.languages import KNOWN, Language, current
from content.languages import gettext as _
from content.policy.pack import Pack
from portal.language import format_partial_date
from portal.navigation import page_url
from portal.views.public import wording

SMART = ("specific", "measurable", "assignable", "resourced", "time_bound")
EXTRA_TEXTS = ("term_note", "renewal", "termination", "note", "legacy_note")


@dataclass(frozen=True)
class Fact:
    """One line of the list of facts: text, several texts, or nothing, which prints as missing."""

    label: str
    value: str | list[str] | None
    note: str | None = None
    missing: str | None = None


@dataclass(frozen=True)
class Labels:
    """Words for codes. A current page takes them from the policy, an old version as they were published."""

    pack: Pack | None
    as_stored: bool = False

    def category(self, body: JsonObject) -> Mapping[str, str]:
        return self._choose(f"categories.{body['category']}.name", body["category_labels"], body["category"])

    def goal(self, body: JsonObject, code: str) -> Mapping[str, str]:
        return self._choose(f"goals.{code}.label", body["goal_labels"].get(code) or {}, code)

    def history(self, row: JsonObject) -> Mapping[str, str]:
        return self._choose(f"vocabularies.history_category.{row['category']}", row["labels"], row["category"])

    def named(self, group: str, code: str) -> Mapping[str, str]:
        """The words of the policy for any other code: kinds of activity, modes, bodies, standings, offices."""
        return self._choose(f"{group}.{code}", {}, code)

    def word(self, group: str, code: str) -> str:
        """The same as plain text in the current language, for what is no part of a body."""
        words = self.pack.find(f"{group}.{code}") if self.pack is not None else None
        return str(words) if words is not None else code

    def _choose(self, path: str, stored: Mapping[str, str], code: str) -> Mapping[str, str]:
        present = self.pack.texts(path) if self.pack is not None else {}
        first, second = (stored, present) if self.as_stored else (present, stored)
        return first or second or {current().tag: code.replace("-", " ").replace("_", " ")}


@dataclass(frozen=True)
class Evidence:
    """A document as milestones point to it."""

    url: str
    title: str


@dataclass(frozen=True)
class Outdated:
    """A translation that is older than its source: the day it describes, and the day the source changed."""

    described_on: str
    changed_on: str


@dataclass(frozen=True)
class AgreementView:
    """Everything that the page of one version of an agreement prints."""

    body: JsonObject
    entry: Any
    labels: Labels
    today: date
    status: Status
    facts: list[Fact]
    evidence: dict[str, Evidence]
    newest: int
    newest_url: str
    outdated: Outdated | None = None
    extra: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def source(self) -> str:
        return str(self.body["source_language"])

    @property
    def is_current(self) -> bool:
        return bool(self.entry.version == self.newest)

    @property
    def fallback(self) -> Language | None:
        """The language that stands in for the page's own; None when the words are there."""
        return None if current().tag in self.body["languages"] else KNOWN.get(self.source)

    @property
    def is_outdated(self) -> bool:
        return current().tag in self.body.get("outdated", [])

    @property
    def milestones(self) -> list[JsonObject]:
        return in_order(self.body["milestones"])

    @property
    def progress(self) -> Progress:
        return progress_of(self.body["milestones"])

    @property
    def title(self) -> str:
        return text_of(self.body["texts"], "title", self.source) or str(self.body["slug"])

    @property
    def title_language(self) -> str | None:
        """The tag of the title's language when it is not the page's."""
        return foreign_tag(self.body["texts"], "title", self.source)


def agreement_view(
    body: JsonObject, entry: Any, labels: Labels, today: date, *, newest: int, outdated: Outdated | None = None
) -> AgreementView:
    """The view of one version; ``entry`` is its entry in the record, ``newest`` the number of the current version."""
    status = status_on(body, today)
    return AgreementView(
        body=body,
        entry=entry,
        labels=labels,
        today=today,
        status=status,
        facts=facts_of(body, status, labels),
        evidence=evidence_of(body),
        newest=newest,
        newest_url=url_for("agreements.page", key=body["slug"]),
        outdated=outdated,
        extra=[(name, name.replace("_", "-"), wording.text_heading(name)) for name in EXTRA_TEXTS if has(body, name)],
    )


def has(body: JsonObject, name: str) -> bool:
    """Whether the body has that text in any language."""
    return any(fields.get(name) for fields in body["texts"].values())


def text_of(texts: Mapping[str, Mapping[str, str]], name: str, source: str) -> str:
    """A text as the page shows it: in the current language, else the source's, else any; empty when there is none."""
    tag = _shown(texts, name, source)
    return texts[tag][name] if tag else ""


def foreign_tag(texts: Mapping[str, Mapping[str, str]], name: str, source: str) -> str | None:
    """The tag of the language in which ``text_of`` found it, when that is not the current one."""
    tag = _shown(texts, name, source)
    return None if tag in ("", current().tag) else tag


def label_of(labels: Mapping[str, str], source: str = "en") -> str:
    """The same for a flat mapping of languages."""
    return next((labels[tag] for tag in (current().tag, source, *labels) if labels.get(tag)), "")


def _shown(texts: Mapping[str, Mapping[str, str]], name: str, source: str) -> str:
    return next((tag for tag in (current().tag, source, *texts) if texts.get(tag, {}).get(name)), "")


def status_sentence(body: JsonObject, status: Status) -> str:
    """The status with the rule it follows from (P9), in whole sentences."""
    term = body["term"]
    if status.code == "upcoming":
        return _("Not yet in force: the start of its term is %(date)s.", date=format_partial_date(term["start"]))
    if status.code in ("active", "expiring", "expired") and status.review_from is not None:
        words = {"end": format_partial_date(term["end"]), "review": format_partial_date(status.review_from.isoformat())}
        sentences = {
            "active": _("Active until %(end)s. The review window opens on %(review)s.", **words),
            "expiring": _("Active until %(end)s. The review window has been open since %(review)s.", **words),
            "expired": _("Expired: its term ran until %(end)s.", **words),
        }
        return sentences[status.code]
    return wording.state_sentence(status.code)


def facts_of(body: JsonObject, status: Status, labels: Labels) -> list[Fact]:
    """The facts at the head of the page; what nobody stated is there with no value (P1)."""
    term, standing = body["term"], body["category_standing"]
    return [
        Fact(
            _("Category"),
            label_of(labels.category(body), body["source_language"]),
            note=label_of(labels.named("standings", standing)) if standing else None,
        ),
        Fact(_("Status"), status_sentence(body, status), note=alignment_note(body)),
        Fact(_("Signed"), _date(body["signed_on"])),
        Fact(_("First established"), established(body)),
        Fact(_("Term begins"), _date(term["start"])),
        Fact(_("Term ends"), _date(term["end"]), missing=_("not recorded")),
        Fact(_("Length of the term"), wording.months(term["months"])),
        Fact(_("Lead division"), body["lead_division"] and labels.word("offices", body["lead_division"])),
        Fact(_("Contact"), contact(body)),
        Fact(_("Rules it was made under"), body["policy_version"], missing=_("made before the present rules")),
    ]


def alignment_note(body: JsonObject) -> str | None:
    """What R-007 asks of an agreement that is older than the rules; None when nothing."""
    if not body["needs_alignment"]:
        return None
    return _("It is older than the present rules and has yet to be brought in line with them.")


def established(body: JsonObject) -> list[str] | None:
    """Since when there has been a tie, as precisely as it is known, and under which name."""
    known = body["established"]
    span = when(known["date"], known["not_before"], known["not_after"])
    found = [text for text in (span, known["description"]) if text]
    return found or None


def when(day: str | None, not_before: str | None = None, not_after: str | None = None) -> str | None:
    """A date, or the span in which it lies; None when nothing is known."""
    if day:
        return format_partial_date(day)
    if not_before and not_after:
        dates = {"first": format_partial_date(not_before), "last": format_partial_date(not_after)}
        return _("between %(first)s and %(last)s", **dates)
    if not_before:
        return _("%(date)s or later", date=format_partial_date(not_before))
    return _("%(date)s or earlier", date=format_partial_date(not_after)) if not_after else None


def period(start: str | None, end: str | None) -> str | None:
    """From when to when; None when neither is known."""
    if start and end and start != end:
        return _("%(start)s to %(end)s", start=format_partial_date(start), end=format_partial_date(end))
    if start and not end:
        return format_partial_date(start)
    return _("until %(date)s", date=format_partial_date(end)) if end and not start else _date(start)


def contact(body: JsonObject) -> list[str] | None:
    """Whom to ask."""
    found = body["contact"] or {}
    return [text for text in (found.get("unit"), found.get("email")) if text] or None


def quantity(value: str | None, unit: str | None) -> str | None:
    """A measured value with its unit, grouped as the language does it; values that are no numbers stay as they are."""
    if value in (None, ""):
        return None
    try:
        number = Decimal(str(value))
        shown = format_decimal(number, locale=current().babel) if number.is_finite() else str(value)
    except InvalidOperation:
        shown = str(value)
    return _("%(value)s %(unit)s", value=shown, unit=unit) if unit else shown


def evidence_of(body: JsonObject) -> dict[str, Evidence]:
    """The documents by id, as anchors of the same page."""
    source = body["source_language"]
    return {
        document["id"]: Evidence(
            f"#document-{document['id']}", text_of(document["texts"], "title", source) or document["name"]
        )
        for document in body["documents"]
    }


def safe_url(url: str | None) -> str | None:
    """An address that a link may lead to: of the web, and nothing that runs here."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def objective_titles(body: JsonObject) -> dict[str, JsonObject]:
    """The texts of the objectives by id, for the outcomes that serve them."""
    return {objective["id"]: objective["texts"] for objective in body["objectives"]}


@dataclass(frozen=True)
class Publication:
    """An entry of the record as lists of news show it."""

    entry: Any
    act: str
    title: str
    title_language: str | None
    url: str | None
    office: str


def publications(
    entries: Iterable[Any], cards: Iterable[Any], slugs: Mapping[str, str], labels: Labels
) -> list[Publication]:
    """Entries with titles where the item is live and keys where it is not; ``cards`` are those of the live items."""
    by_item = {card.item.item_id: card for card in cards}
    found = []
    for entry in entries:
        card, slug = by_item.get(entry.item_id), slugs.get(entry.item_id, "")
        foreign = card is not None and card.language != current().tag
        found.append(
            Publication(
                entry=entry,
                act=wording.act(entry.entry, entry.version),
                title=card.title if card is not None else slug,
                title_language=card.language if card is not None and foreign else None,
                url=page_url(entry.kind, slug) if slug else None,
                office=labels.word("offices", entry.office),
            )
        )
    return found


def _date(text: str | None) -> str | None:
    return format_partial_date(text) if text else None
