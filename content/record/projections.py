"""From a body to the columns of the read model: pure, so that a rebuild gives identical rows."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date

from content import dates
from content.db import JsonObject
from content.parties.regions import region_of
from content.record.outlines import outline_of


@dataclass(frozen=True)
class Projection:
    """What lists need to know about one live item."""

    slug: str
    texts: dict[str, tuple[str, str]]
    source_language: str
    category: str | None = None
    state: str | None = None
    country: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    sort_year: int | None = None
    is_fictional: bool = False
    needs_alignment: bool = False
    facets: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    outline: JsonObject | None = None


def project(kind: str, body: JsonObject) -> Projection:
    """The projection of a body of a current schema. Raises KeyError for a kind that is not public."""
    makers = {"agreement": _agreement, "page": _page, "news": _page, "glossary": _page, "register": _register}
    return makers[kind](body)


def sort_key(title: str) -> str:
    """A title without case and accents, so that every engine sorts alike."""
    folded = unicodedata.normalize("NFKD", title.casefold())
    return "".join(char for char in folded if not unicodedata.combining(char))


def _agreement(body: JsonObject) -> Projection:
    term = body["term"]
    beginning = body["signed_on"] or term["start"] or body["established"]["date"]
    counterparties = [party for party in body["parties"] if party["role"] == "counterparty"]
    facets = {("goal", goal["code"]) for goal in body["goals"]}
    facets |= {("country", party["country"]) for party in counterparties}
    facets |= {("region", region) for party in counterparties if (region := region_of(party["country"]))}
    facets |= {("party", party["slug"]) for party in body["parties"]}
    facets |= {("language", tag) for tag in body["languages"]}
    if beginning:
        facets.add(("year", beginning[:4]))
    return Projection(
        slug=body["slug"],
        texts={tag: (body["texts"][tag]["title"], body["texts"][tag].get("summary", "")) for tag in body["languages"]},
        source_language=body["source_language"],
        category=body["category"],
        state=body["state"],
        country=counterparties[0]["country"] if counterparties else None,
        starts_on=dates.first_day(term["start"]) if term["start"] else None,
        ends_on=dates.last_day(term["end"]) if term["end"] else None,
        sort_year=int(beginning[:4]) if beginning else None,
        is_fictional=body["fictional"],
        needs_alignment=body["needs_alignment"],
        facets=frozenset(facets),
        outline=outline_of(body),
    )


def _page(body: JsonObject) -> Projection:
    """A page, a piece of news or the glossary: the day to sort by, and where the site leads to it."""
    facets = {("language", tag) for tag in body["languages"]}
    if body["navigation"] != "none":
        facets.add((body["navigation"], f"{body['position']:03d}"))
    return Projection(
        slug=body["slug"],
        texts={tag: (body["texts"][tag]["title"], body["texts"][tag].get("summary", "")) for tag in body["languages"]},
        source_language=body["source_language"],
        starts_on=date.fromisoformat(body["date"]) if body["date"] else None,
        facets=frozenset(facets),
    )


def _register(body: JsonObject) -> Projection:
    """A register: lists show its title and what it is about."""
    return Projection(
        slug=body["slug"],
        texts={tag: (body["texts"][tag]["title"], body["texts"][tag].get("summary", "")) for tag in body["languages"]},
        source_language=body["source_language"],
        facets=frozenset(("language", tag) for tag in body["languages"]),
    )
