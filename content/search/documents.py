"""What of a published body is searched: one document for each item and each language of the readers.

A language that the body lacks gets the words of the source language, so that the reader of ``/ar/`` finds the
agreement, too. The words in the other languages are in every document as well, with ``is_primary`` false: found,
but not ranked by where they stand.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError

from content.dates import first_day, is_partial_date, last_day
from content.db import JsonObject, Texts
from content.languages import KNOWN
from content.parties.regions import region_of

FACETS = ("category", "status", "region", "country", "goal", "year", "language")
"""What narrows a search. The status is none of a document's own values: it follows from its state, its term and the day."""


class Place(StrEnum):
    """Where in an item a text stands; the page names it in the reader's language."""

    TITLE = "title"
    PARTY = "party"
    ALIAS = "alias"
    LOCATION = "place"
    COUNTRY = "country"
    SUMMARY = "summary"
    CATEGORY = "category"
    GOAL = "goal"
    OBJECTIVE = "objective"
    INDICATOR = "indicator"
    MILESTONE = "milestone"
    ACTIVITY = "activity"
    OUTCOME = "outcome"
    DOCUMENT = "document"
    DECISION = "decision"
    HISTORY = "history"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text, the place it stands in, and the anchor of that place on the item's page."""

    place: Place
    anchor: str
    text: str
    language: str
    """The language of the text, which may be another than the document's; empty for names of no language."""
    is_primary: bool = True


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """An item as the readers of one language find it."""

    item_id: str
    kind: str
    language: str
    title: str
    date: int
    """The day of the item as yyyymmdd, for the newest first; 0 when unknown."""
    passages: tuple[Passage, ...]
    starts: int = 0
    """The first day of the term as yyyymmdd; 0 when it is not recorded."""
    ends: int = 0
    """The last day of the term, likewise."""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.item_id}/{self.language}"

    @property
    def age_order(self) -> int:
        """Greater for newer items; where the dates are the same or unknown, any fixed order, below 2**63."""
        return self.date << 32 | zlib.crc32(self.item_id.encode())


def documents_of(body: JsonObject, languages: Sequence[str]) -> list[SearchDocument]:
    """The documents of a body of any schema, one for each language, in their order."""
    return [document_of(body, language, languages) for language in languages]


def document_of(body: JsonObject, language: str, languages: Sequence[str]) -> SearchDocument:
    """The document of a body for the readers of one language; the other languages give further names of countries.

    A body of a schema that is unknown here is searched by its own texts.
    """
    kind = str(body.get("schema", "item/1")).split("/")[0]
    words = _Words(str(body.get("source_language") or "en"), language)
    passages = list(_own_texts(body, words))
    if kind == "agreement":
        passages.extend(_names(body, words, languages))
        passages.extend(_vocabulary(body, words))
        passages.extend(_elements(body, words))
    dates, term = _dates(body), body.get("term") or {}
    return SearchDocument(
        item_id=str(body["id"]),
        kind=kind,
        language=language,
        title=next((p.text for p in passages if p.place is Place.TITLE and p.is_primary), ""),
        date=_day_number(dates[0]) if dates else 0,
        passages=tuple(passages),
        starts=_term_day(term.get("start"), first_day),
        ends=_term_day(term.get("end"), last_day),
        facets=_facets(body, dates),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """Chooses which language of a text is the primary one for the document's readers."""

    source: str
    language: str

    def of(self, place: Place, anchor: str, texts: Mapping[str, str | None]) -> Iterator[Passage]:
        """The passages of one text in all its languages, the primary one first."""
        present = {tag: text for tag, text in texts.items() if text}
        if not present:
            return
        first = next((tag for tag in (self.language, self.source) if tag in present), next(iter(present)))
        yield Passage(place, anchor, present[first], first)
        for tag, text in present.items():
            if tag != first and text != present[first]:
                yield Passage(place, anchor, text, tag, is_primary=False)

    def fields(self, place: Place, anchor: str, texts: Texts | None) -> Iterator[Passage]:
        """The same for every field of an element's texts."""
        texts = texts or {}
        names = dict.fromkeys(name for fields in texts.values() for name in fields)
        for name in names:
            yield from self.of(place, anchor, {tag: fields.get(name) for tag, fields in texts.items()})


def _own_texts(body: JsonObject, words: _Words) -> Iterator[Passage]:
    texts: Texts = body.get("texts") or {}
    for name in dict.fromkeys(["title", "summary", *(name for fields in texts.values() for name in fields)]):
        place = {"title": Place.TITLE, "summary": Place.SUMMARY}.get(name, Place.TEXT)
        anchor = "" if place is Place.TITLE else name.replace("_", "-")
        yield from words.of(place, anchor, {tag: fields.get(name) for tag, fields in texts.items()})


def _names(body: JsonObject, words: _Words, languages: Sequence[str]) -> Iterator[Passage]:
    """Parties by every name they have: whoever knows a city by its name in another language must find it."""
    for party in body.get("parties") or []:
        anchor = f"party-{party['id']}"
        yield from _every_language(Place.PARTY, anchor, party.get("names"))
        yield from _every_language(Place.LOCATION, anchor, party.get("place"))
        for alias in party.get("aliases") or []:
            yield Passage(Place.ALIAS, anchor, alias, "")
        if party.get("country"):
            tags = dict.fromkeys([words.language, *languages])
            names = {tag: country_name(party["country"], tag) for tag in tags}
            yield from _every_language(Place.COUNTRY, anchor, names)


def _every_language(place: Place, anchor: str, texts: Mapping[str, str] | None) -> Iterator[Passage]:
    seen: set[str] = set()
    for tag, text in (texts or {}).items():
        if text and text not in seen:
            seen.add(text)
            yield Passage(place, anchor, text, tag)


def _vocabulary(body: JsonObject, words: _Words) -> Iterator[Passage]:
    yield from words.of(Place.CATEGORY, "", body.get("category_labels") or {})
    labels = body.get("goal_labels") or {}
    for goal in body.get("goals") or []:
        yield from words.of(Place.GOAL, f"goal-{goal['code']}", labels.get(goal["code"]) or {})


_ELEMENTS = (
    (Place.MILESTONE, "milestones"),
    (Place.ACTIVITY, "activities"),
    (Place.OUTCOME, "outcomes"),
    (Place.DOCUMENT, "documents"),
    (Place.DECISION, "decisions"),
)


def _elements(body: JsonObject, words: _Words) -> Iterator[Passage]:
    for objective in body.get("objectives") or []:
        yield from words.fields(Place.OBJECTIVE, f"objective-{objective['id']}", objective.get("texts"))
        for indicator in objective.get("indicators") or []:
            yield from words.fields(Place.INDICATOR, f"objective-{objective['id']}", indicator.get("texts"))
    for place, name in _ELEMENTS:
        for element in body.get(name) or []:
            anchor = f"{place}-{element['id']}"
            yield from words.fields(place, anchor, element.get("texts"))
            yield from _plain_facts(place, anchor, element, words)
    for number, entry in enumerate(body.get("history") or [], start=1):
        yield from words.of(Place.HISTORY, f"history-{number}", entry.get("labels") or {})
    described = (body.get("established") or {}).get("description")
    if described:
        yield Passage(Place.HISTORY, "history", described, words.source)


def _plain_facts(place: Place, anchor: str, element: JsonObject, words: _Words) -> Iterator[Passage]:
    """What of an element is one text for all languages: a file's name, who did it, where, what was measured."""
    names = [element.get("name"), element.get("item"), element.get("owner"), element.get("place")]
    for name in [*names, *(element.get("implementers") or [])]:
        if name:
            yield Passage(place, anchor, str(name), words.source)
    for result in element.get("results") or []:
        yield from words.of(place, anchor, result.get("measure") or {})


def _dates(body: JsonObject) -> list[str]:
    """The partial dates that say how old the item is, the most telling first."""
    established, term = body.get("established") or {}, body.get("term") or {}
    dates: Iterable[Any] = (body.get("signed_on"), term.get("start"), established.get("date"))
    return [str(date) for date in dates if date]


def _day_number(date: str) -> int:
    digits = date.replace("-", "")
    return int(digits.ljust(8, "0")) if digits.isdecimal() and len(digits) <= 8 else 0


def _term_day(partial: str | None, day: Callable[[str], date]) -> int:
    return int(day(partial).isoformat().replace("-", "")) if partial and is_partial_date(partial) else 0


def _facets(body: JsonObject, dates: list[str]) -> dict[str, tuple[str, ...]]:
    parties = body.get("parties") or []
    others = [party for party in parties if party.get("role") == "counterparty"] or parties
    countries = [party.get("country") for party in others]
    values: dict[str, list[Any]] = {
        "category": [body.get("category")],
        "state": [body.get("state")],
        "region": [region_of(country) for country in countries if country],
        "country": countries,
        "goal": [goal.get("code") for goal in body.get("goals") or []],
        "year": [date[:4] for date in dates[:1]],
        "language": body.get("languages") or [],
    }
    return {name: tuple(dict.fromkeys(str(value) for value in found if value)) for name, found in values.items()}


@cache
def country_name(code: str, language: str) -> str:
    """The name of a country by its ISO code; empty when the language or the country has none."""
    try:
        locale = KNOWN[language].babel if language in KNOWN else Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return ""
    return str(locale.territories.get(code.upper(), ""))
