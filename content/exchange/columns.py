"""The columns of the table of agreements: how each is had from a working copy, and how it is put into one.

One list serves export and import, so that what is written is what is read.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from content.agreements.models import Agreement, AgreementText
from content.agreements.states import PartyRole
from content.exchange import cells, shapes
from content.exchange.cells import Kind, normal
from content.parties.models import Party

WORDS = ("title", "summary", "term_note", "renewal", "termination", "note", "legacy_note")
SHORT, LONG = 300, 200_000


class Empty(Enum):
    """What an empty cell says: nothing is there; nothing about it; or that something is missing."""

    CLEARS = "clears"
    KEEPS = "keeps"
    REFUSED = "refused"


@dataclass(frozen=True)
class Column:
    """One column. ``is_fixed``: given when an agreement is made and never by a later import.

    ``is_bound``: part of what was approved and signed, so only a legacy record or a draft may change it (R-065).
    """

    key: str
    kind: Kind
    get: Callable[[Agreement], Any]
    put: Callable[[Agreement, Any], None] | None = None
    empty: Empty = Empty.CLEARS
    longest: int = SHORT
    shape: Any = None
    is_fixed: bool = False
    is_bound: bool = False
    language: str | None = None


def columns_for(languages: Sequence[str], of_parties: Sequence[str]) -> list[Column]:
    """All columns in the order in which they are written, with one for each language where something is said.

    Parties have names in languages in which nothing else is written.
    """
    return [
        *_identity(),
        *_party(of_parties),
        *_facts(),
        *(column for tag in languages for column in _words(tag)),
        _attribute("sources", cells.SOURCES, shape=[shapes.SOURCE]),
        _attribute("classifications", cells.JSON_LIST, shape=[shapes.CLASSIFICATION]),
        _attribute("decisions", cells.JSON_LIST, shape=[shapes.DECISION]),
    ]


def _attribute(key: str, kind: Kind, name: str = "", **more: Any) -> Column:
    name = name or key

    def get(agreement: Agreement) -> Any:
        return normal(getattr(agreement, name))

    return Column(key, kind, get, lambda agreement, value: setattr(agreement, name, value), **more)


def _identity() -> Iterator[Column]:
    yield _attribute("key", cells.CODE, "slug", empty=Empty.REFUSED, is_fixed=True)
    yield _attribute("id", cells.CODE, "item_id", empty=Empty.KEEPS, is_fixed=True)
    yield _attribute("category", cells.CODE, empty=Empty.REFUSED, is_bound=True)
    yield Column("state", cells.CODE, lambda a: a.state.value, empty=Empty.REFUSED, is_fixed=True)
    yield _attribute("category_standing", cells.CODE)
    yield _attribute("legacy", cells.YES_NO, "is_legacy", empty=Empty.KEEPS, is_fixed=True)
    yield _attribute("fictional", cells.YES_NO, "is_fictional", empty=Empty.KEEPS)
    yield _attribute("needs_alignment", cells.YES_NO, empty=Empty.KEEPS)
    yield _attribute("policy_version", cells.CODE, empty=Empty.KEEPS, is_fixed=True)
    yield _attribute("source_language", cells.CODE, empty=Empty.KEEPS, is_fixed=True)


def counterparty(agreement: Agreement) -> Party | None:
    """The other side that the columns of the party describe: the first of its role."""
    return next((row.party for row in agreement.party_rows if row.role is PartyRole.COUNTERPARTY), None)


def facts_of(party: Party) -> dict[str, Any]:
    """A party as the cells tell it."""
    return {
        "key": party.slug,
        "kind": party.kind.value,
        "country": party.country,
        "names": dict(party.names),
        "place": dict(party.place),
        "aliases": list(party.aliases),
        "lat": party.latitude,
        "lon": party.longitude,
        "wikidata": party.wikidata,
    }


def other_parties(agreement: Agreement) -> list[dict[str, Any]]:
    """Everybody but the first counterparty, by role and key."""
    first = counterparty(agreement)
    others = [
        {"role": row.role.value, **facts_of(row.party)}
        for row in agreement.party_rows
        if row.role is not PartyRole.COUNTERPARTY or row.party is not first
    ]
    return sorted(normal(others), key=lambda party: (party["role"], party["key"]))


def _of_party(key: str, kind: Kind, fact: str, **more: Any) -> Column:
    def get(agreement: Agreement) -> Any:
        party = counterparty(agreement)
        return kind.empty if party is None else normal(facts_of(party)[fact])

    return Column(key, kind, get, **more)


def _spoken_party(key: str, fact: str, tag: str) -> Column:
    def get(agreement: Agreement) -> Any:
        party = counterparty(agreement)
        return None if party is None else normal(facts_of(party)[fact].get(tag))

    return Column(f"{key}_{tag}", cells.TEXT, get, language=tag)


PARTY_FACTS = {
    "party_key": "key", "party_kind": "kind", "party_country": "country", "aliases": "aliases", "lat": "lat",
    "lon": "lon", "wikidata": "wikidata",
}  # fmt: skip
PARTY_WORDS = {"party_name": "names", "place": "place"}


def _party(languages: Sequence[str]) -> Iterator[Column]:
    yield _of_party("party_key", cells.CODE, "key", empty=Empty.KEEPS, is_bound=True)
    yield _of_party("party_kind", cells.CODE, "kind", empty=Empty.KEEPS)
    yield _of_party("party_country", cells.COUNTRY, "country", empty=Empty.KEEPS)
    for key, fact in PARTY_WORDS.items():
        yield from (_spoken_party(key, fact, tag) for tag in languages)
    yield _of_party("aliases", cells.NAMES, "aliases")
    yield _of_party("lat", cells.LATITUDE, "lat")
    yield _of_party("lon", cells.LONGITUDE, "lon")
    yield _of_party("wikidata", cells.CODE, "wikidata")
    yield Column("other_parties", cells.JSON_LIST, other_parties, shape=[shapes.PARTY], is_bound=True)


OBJECTS = {"established": ("date", "not_before", "not_after", "description"), "contact": ("unit", "email")}


def _field(key: str, kind: Kind, attribute: str, name: str, **more: Any) -> Column:
    """A field of a JSON object of the agreement; an object without any value is empty."""

    def get(agreement: Agreement) -> Any:
        return normal((getattr(agreement, attribute) or {}).get(name))

    def put(agreement: Agreement, value: Any) -> None:
        changed = {**dict.fromkeys(OBJECTS[attribute]), **(getattr(agreement, attribute) or {}), name: value}
        setattr(agreement, attribute, changed if any(changed.values()) else {})

    return Column(key, kind, get, put, **more)


def _facts() -> Iterator[Column]:
    yield _attribute("signed_on", cells.DATE, is_bound=True)
    yield _attribute("starts_on", cells.DATE, is_bound=True)
    yield _attribute("ends_on", cells.DATE, is_bound=True)
    yield _attribute("months", cells.WHOLE, is_bound=True)
    yield _field("established_on", cells.DATE, "established", "date")
    yield _field("established_not_before", cells.DATE, "established", "not_before")
    yield _field("established_not_after", cells.DATE, "established", "not_after")
    yield _field("established_as", cells.TEXT, "established", "description")
    yield _attribute("lead_division", cells.TEXT)
    yield _field("contact_unit", cells.TEXT, "contact", "unit")
    yield _field("contact_email", cells.TEXT, "contact", "email")
    yield _attribute("goals", cells.GOALS)


def _words(tag: str) -> Iterator[Column]:
    def state(agreement: Agreement) -> Any:
        text = agreement.texts.get(tag)
        return None if text is None else text.state.value

    yield Column(f"text_state_{tag}", cells.CODE, state, empty=Empty.KEEPS, language=tag)
    for name in WORDS:
        yield _word(name, tag)


def _word(name: str, tag: str) -> Column:
    def get(agreement: Agreement) -> Any:
        text = agreement.texts.get(tag)
        return None if text is None else normal(text.fields.get(name))

    def put(agreement: Agreement, value: Any) -> None:
        text = agreement.texts.get(tag)
        if text is None:
            text = agreement.texts[tag] = AgreementText(language=tag, fields={})
        text.fields = {key: words for key, words in {**text.fields, name: value}.items() if words}

    limit = SHORT if name == "title" else LONG
    return Column(f"{name}_{tag}", cells.TEXT, get, put, longest=limit, language=tag)
