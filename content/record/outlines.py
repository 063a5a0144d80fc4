"""Outlines of published items: the little of each that a picture of the whole record shows, without its body.

An outline is made of a body when it is published and lies in the read model. It holds ``state`` and ``term`` as the
body has them, so that the status is computed from it as from a body, and ``category``, ``signed_on``, ``established``,
``goals``; ``recorded``, the first and the last date that the history names; and ``partners``, the counterparties with
their places.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select

from content.db import JsonObject, Session
from content.record.models import PublicFacet, PublicItem, PublicText

PARTNER = ("slug", "names", "place", "country", "lat", "lon")
DATES = ("date", "not_before", "not_after")


@dataclass(frozen=True)
class Outline:
    """One live item with its title in the language that could be had."""

    item_id: str
    slug: str
    category: str
    is_fictional: bool
    title: str
    sort_key: str
    language: str
    facts: JsonObject


def outline_of(body: JsonObject) -> JsonObject:
    """The outline of an agreement's body. Pure."""
    named = sorted(row[name] for row in body["history"] for name in DATES if row.get(name))
    return {
        "state": body["state"],
        "category": body["category"],
        "term": {"start": body["term"]["start"], "end": body["term"]["end"]},
        "signed_on": body["signed_on"],
        "established": {name: body["established"][name] for name in DATES},
        "recorded": [named[0], named[-1]] if named else None,
        "goals": body["goals"],
        "partners": [
            {name: party[name] for name in PARTNER} for party in body["parties"] if party["role"] == "counterparty"
        ],
    }


def outlines(session: Session, kind: str, language: str, having: tuple[str, str] | None = None) -> list[Outline]:
    """The live items of a kind by title; ``having`` is a facet and its value. Two queries, whatever their number."""
    live = _live(kind, having).with_only_columns(
        PublicItem.item_id, PublicItem.slug, PublicItem.category, PublicItem.is_fictional, PublicItem.outline
    )
    texts = _live(kind, having).with_only_columns(
        PublicText.item_id, PublicText.language, PublicText.title, PublicText.sort_key, PublicText.is_source
    )
    spoken = {}
    # The source comes first, so that the language that was asked for takes its place.
    for text in session.execute(
        texts.join_from(PublicItem, PublicText, PublicText.item_id == PublicItem.item_id)
        .where(or_(PublicText.language == language, PublicText.is_source.is_(True)))
        .order_by(PublicText.is_source.desc())
    ):
        if text.item_id not in spoken or text.language == language:
            spoken[text.item_id] = text
    found = []
    for row in session.execute(live.where(PublicItem.outline.is_not(None))):
        said = spoken.get(row.item_id)
        if said is not None:
            words = (said.title, said.sort_key, said.language)
            found.append(Outline(row.item_id, row.slug, row.category, row.is_fictional, *words, row.outline))
    return sorted(found, key=lambda outline: (outline.sort_key, outline.item_id))


def items_having(session: Session, kind: str, facet: str, value: str) -> Sequence[PublicItem]:
    """The live items of a kind that have a value of a facet, the latest published first."""
    return session.scalars(_live(kind, (facet, value)).order_by(PublicItem.sequence.desc())).all()


def _live(kind: str, having: tuple[str, str] | None) -> Select[PublicItem]:
    statement = select(PublicItem).where(PublicItem.kind == kind, PublicItem.is_live.is_(True))
    if having is None:
        return statement
    facet, value = having
    members = select(PublicFacet.item_id).where(PublicFacet.facet == facet, PublicFacet.value == value)
    return statement.where(PublicItem.item_id.in_(members))
