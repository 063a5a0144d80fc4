"""The terms by which a document is found: what is written into an index, and what a query looks for in it.

An index has six lists of terms. ``all`` holds the keys of every passage with their positions; ``words`` the forms of
every passage; ``title``, ``names`` and ``summary`` the keys and forms of the passages that rank higher; ``facets``
what filters and counts. A form is ``=exact`` or ``~folded``; the exact one is left out where both are the same.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from content.search.analysis import Token, tokens
from content.search.documents import Passage, Place, SearchDocument

RANKED = ("title", "names", "summary")
FIELD_OF: dict[Place, str] = {
    Place.TITLE: "title",
    Place.PARTY: "names",
    Place.ALIAS: "names",
    Place.LOCATION: "names",
    Place.COUNTRY: "names",
    Place.SUMMARY: "summary",
}
_GAP = 2
"""Positions left free between passages, so that no phrase reaches from one into the next."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What an index holds of one document: field, then terms; with their positions in ``all``."""

    positions: dict[str, list[int]]
    fields: dict[str, set[str]]


def terms_of(document: SearchDocument) -> Terms:
    """Every term of a document."""
    positions: defaultdict[str, list[int]] = defaultdict(list)
    fields: dict[str, set[str]] = {name: set() for name in ("words", "facets", *RANKED)}
    base = 0
    for passage in document.passages:
        found = _passage_terms(passage.text, passage.language)
        field = field_of(passage)
        for key, places in found.places.items():
            positions[key].extend([base + place for place in places])
        fields["words"].update(found.forms)
        if field:
            fields[field].update(found.forms, found.places)
        base += found.length + _GAP
    fields["facets"] = set(facet_terms(document))
    return Terms(dict(positions), fields)


@dataclass(frozen=True, slots=True)
class _PassageTerms:
    length: int
    forms: frozenset[str]
    places: dict[str, list[int]]


@lru_cache(maxsize=512)
def _passage_terms(text: str, language: str) -> _PassageTerms:
    """The terms of one passage. The documents of an item share their passages, so that each is analysed once."""
    found = tokens(text, language)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for token in found:
        for key in keys_of(token):
            places[key].append(token.position)
    return _PassageTerms(len(found), frozenset(form for token in found for form in forms_of(token)), places)


def field_of(passage: Passage) -> str | None:
    """The ranked field of a passage; None when it only counts as being somewhere."""
    return FIELD_OF.get(passage.place) if passage.is_primary else None


def facet_terms(document: SearchDocument) -> Iterable[str]:
    """The values of all facets, with kind, readers' language, and the languages in which something is written."""
    yield f"kind={document.kind}"
    yield f"reader={document.language}"
    yield from {f"written={passage.language}" for passage in document.passages if passage.language}
    for name, values in document.facets.items():
        yield from (f"{name}={value}" for value in values)


def keys_of(token: Token) -> tuple[str, ...]:
    """The keys of a word in a text. The ends of a run count as words of their own, too: ``市`` in ``城市3``."""
    edges = dict.fromkeys(f":{edge}" for edge in (token.head, token.tail) if edge) if token.in_run else {}
    return (*token.keys, *edges)


def forms_of(token: Token) -> list[str]:
    """The forms of a word in a text. A run's last character begins no pair, so it is a form of its own."""
    forms = [f"~{token.folded}"]
    if token.exact != token.folded:
        forms.append(f"={token.exact}")
    if token.tail:
        forms.append(f"~{token.tail}")
    return forms


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word of a query: its keys in every language written in, its forms, its place among the words."""

    offset: int
    keys: tuple[str, ...]
    exact: str
    folded: str
    as_prefix: bool = False


def wanted_words(text: str, languages: Collection[str], *, as_prefix: bool = False) -> tuple[Wanted, ...]:
    """The words of a query's part, in all languages in which something is written."""
    plain = tokens(text, "")
    keys: list[dict[str, None]] = [dict.fromkeys(token.keys) for token in plain]
    for language in sorted(languages):
        for known, token in zip(keys, tokens(text, language), strict=True):
            known.update(dict.fromkeys(token.keys))
    return tuple(
        Wanted(
            offset=token.position,
            keys=tuple(known),
            exact=f"={token.exact}" if token.exact != token.folded else f"~{token.folded}",
            folded=f"~{token.folded}",
            as_prefix=as_prefix or (token.is_single and len(plain) == 1),
        )
        for token, known in zip(plain, keys, strict=True)
    )
