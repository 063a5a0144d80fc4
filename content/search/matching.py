"""Evaluates a query over postings, wherever they come from: the index and the plain scan answer alike.

A set of documents is an integer with one bit for each, so that *and*, *or*, *not* and counting are single
operations of the machine. A document's score says where its words stand: every part of the query gives the points
of the best place it was found in, an exact form before any other form. Documents of one score stand newest first.
"""

import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any, Protocol

from content.search.engine import Hit, Request, Results, Sort
from content.search.query import Leaf, Prefix, Query, Word
from content.search.terms import RANKED, Wanted, wanted_words

EXACT_POINTS = {"title": 100, "names": 90, "summary": 80, "words": 70}
POINTS = {"title": 60, "names": 50, "summary": 40, "words": 30}
MIN_WIDENED = 2


class Postings(Protocol):
    """What is known of the documents: which have a term, and at which positions."""

    def having(self, field: str, terms: Iterable[str]) -> int:
        """The documents that have one of the terms."""

    def beginning(self, field: str, prefix: str) -> int:
        """The documents with a term that begins so."""

    def positions(self, terms: Collection[str], within: int) -> Mapping[int, Collection[int]]:
        """Where the terms stand, for those of the given documents that have one."""

    def values(self, facet: str) -> Collection[str]:
        """The values of a facet."""

    def statuses(self, today: date) -> Mapping[str, int]:
        """The documents of each status on a day."""

    def everything(self) -> int:
        """All documents that are not removed."""


@dataclass(frozen=True, slots=True)
class Match:
    """The documents that a part of the query matches, and those of them that deserve points, best first."""

    documents: int
    ranks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """All hits, in groups of one score, best first; the counts of the facets asked for, and those without filters."""

    documents: int
    groups: tuple[tuple[int, int], ...]
    counts: Mapping[str, Mapping[str, int]]
    without: Mapping[str, int]
    unfiltered: int
    widened: bool = False

    @property
    def total(self) -> int:
        return self.documents.bit_count()

    def results(self, hits: tuple[Hit, ...], *, partial: bool = False) -> Results:
        """The same as an engine answers it, with one page of the hits."""
        return Results(self.total, hits, self.counts, self.without, self.unfiltered, self.widened, partial)


def languages_written(postings: Postings) -> Collection[str]:
    """The languages in which the documents have words."""
    return postings.values("written")


def select(request: Request, postings: Postings) -> Selection:
    """Evaluate a request; when nothing has its words, filters aside, the last one is tried as a beginning."""
    found = _select(request, request.query, postings)
    widened = None if found.unfiltered else widen(request.query)
    if widened is None:
        return found
    second = _select(request, widened, postings)
    return replace(second, widened=True) if second.total else found


def widen(query: Query) -> Query | None:
    """The query with its last word as a beginning; None when it does not end in one word."""
    last = query.parts[-1] if query.parts else None
    if not isinstance(last, Word):
        return None
    words = wanted_words(last.text, ())
    if len(words) != 1 or words[0].as_prefix or len(words[0].folded) - 1 < MIN_WIDENED:
        return None
    return Query((*query.parts[:-1], Prefix(last.text)), query.notes)


def _select(request: Request, query: Query, postings: Postings) -> Selection:
    languages = languages_written(postings)
    scope = postings.everything() & postings.having("facets", [f"reader={request.language}"])
    if request.kinds is not None:
        scope &= postings.having("facets", [f"kind={kind}" for kind in request.kinds])
    matches = []
    for leaf in query.wanted:
        match = match_leaf(leaf, postings, languages, scope)
        scope &= match.documents
        matches.append(match)
    for leaf in query.unwanted:
        scope &= ~match_leaf(leaf, postings, languages, scope).documents
    filters = {name: _chosen(request, postings, name, values) for name, values in request.filters.items() if values}
    documents = reduce(and_, filters.values(), scope)
    return Selection(
        documents,
        _ranked(documents, matches),
        counts=_counts(request, postings, scope, filters),
        without={name: _under_others(scope, filters, name).bit_count() for name in filters},
        unfiltered=scope.bit_count(),
    )


def _chosen(request: Request, postings: Postings, facet: str, values: Collection[str]) -> int:
    """The documents that have one of the values of a facet."""
    if facet == "status":
        known = _statuses(request, postings)
        return reduce(or_, (known.get(value, 0) for value in values), 0)
    return postings.having("facets", [f"{facet}={value}" for value in values])


def _statuses(request: Request, postings: Postings) -> Mapping[str, int]:
    return {} if request.today is None else postings.statuses(request.today)


def _under_others(scope: int, filters: Mapping[str, int], facet: str) -> int:
    """The hits when the filter of one facet is left aside."""
    return reduce(and_, (found for name, found in filters.items() if name != facet), scope)


def match_leaf(leaf: Leaf, postings: Postings, languages: Collection[str], within: int) -> Match:
    """The documents among the given ones that have a word, a phrase or a beginning."""
    words = wanted_words(leaf.text, languages, as_prefix=isinstance(leaf, Prefix))
    if not within or not words:
        return Match(0)
    if len(words) == 1:
        return _match_word(words[0], postings, within)
    return _match_sequence(words, postings, within)


def _match_word(word: Wanted, postings: Postings, within: int) -> Match:
    if word.as_prefix:
        documents = within & postings.beginning("words", word.folded)
        exact = {field: postings.having(field, [word.exact]) for field in EXACT_POINTS}
        any_form = {field: postings.beginning(field, word.folded) for field in RANKED}
    else:
        documents = within & (postings.having("all", word.keys) | postings.having("words", [word.folded]))
        exact = {field: postings.having(field, [word.exact]) for field in EXACT_POINTS}
        any_form = {field: postings.having(field, (*word.keys, word.folded)) for field in RANKED}
    return Match(documents, _points(documents, exact, any_form))


def _match_sequence(words: Sequence[Wanted], postings: Postings, within: int) -> Match:
    for word in words:
        within &= postings.having("all", word.keys)
        if not within:
            return Match(0)
    starts: dict[int, set[int]] = {}
    for number, word in enumerate(words):
        found = postings.positions(word.keys, within)
        if number:
            shift = word.offset
            starts = {doc: {p for p in starts[doc] if p + shift in places} for doc, places in found.items()}
            starts = {doc: places for doc, places in starts.items() if places}
        else:
            starts = {doc: set(places) for doc, places in found.items()}
        within = bits_of(starts, max(starts, default=0) + 1)
    exact = {f: reduce(and_, (postings.having(f, [w.exact]) for w in words)) for f in EXACT_POINTS}
    any_form = {f: reduce(and_, (postings.having(f, w.keys) for w in words)) for f in RANKED}
    return Match(within, _points(within, exact, any_form))


def _points(documents: int, exact: dict[str, int], any_form: dict[str, int]) -> tuple[tuple[int, int], ...]:
    """Every document once, with the points of its best place."""
    tiers = [(EXACT_POINTS[field], found) for field, found in exact.items()]
    tiers += [(POINTS[field], found) for field, found in any_form.items()]
    tiers.append((POINTS["words"], documents))
    ranks = []
    for points, found in sorted(tiers, key=lambda tier: -tier[0]):
        best = documents & found
        if best:
            ranks.append((points, best))
            documents &= ~best
    return tuple(ranks)


def _ranked(documents: int, matches: Sequence[Match]) -> tuple[tuple[int, int], ...]:
    """The documents in groups of one sum of points, best first.

    Groups of one sum are merged at once: their number is bounded by the sums there can be, not by the documents.
    """
    groups = {0: documents} if documents else {}
    for match in matches:
        split: dict[int, int] = {}
        for points, group in groups.items():
            for more, found in match.ranks:
                both = group & found
                if both:
                    split[points + more] = split.get(points + more, 0) | both
        groups = split
    return tuple(sorted(groups.items(), reverse=True))


def _counts(request: Request, postings: Postings, scope: int, filters: Mapping[str, int]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for facet in request.facets:
        rest = _under_others(scope, filters, facet)
        values = _statuses(request, postings) if facet == "status" else postings.values(facet)
        numbers = {v: (rest & _chosen(request, postings, facet, [v])).bit_count() for v in values}
        counts[facet] = {value: number for value, number in sorted(numbers.items()) if number}
    return counts


def page_of(selection: Selection, request: Request, order: Sequence[Any]) -> list[tuple[int, int]]:
    """The documents of the page with their scores; ``order`` gives the rank of each where scores say nothing."""
    groups = selection.groups
    if request.sort is not Sort.RELEVANCE:
        scores = {doc: score for score, group in groups for doc in each(group)}
        first, last = _span(request)
        best = heapq.nsmallest(last, scores, key=order.__getitem__)
        return [(doc, scores[doc]) for doc in best[first:]]
    first, last = _span(request)
    page: list[tuple[int, int]] = []
    passed = 0
    for score, group in groups:
        size = group.bit_count()
        if passed + size > first:
            best = heapq.nsmallest(last - passed, each(group), key=order.__getitem__)
            page += [(doc, score) for doc in best[max(0, first - passed) :]]
        passed += size
        if passed >= last:
            break
    return page


def _span(request: Request) -> tuple[int, int]:
    page, per_page = max(1, request.page), max(1, request.per_page)
    return (page - 1) * per_page, page * per_page


def each(documents: int) -> list[int]:
    """The numbers of the documents in a set."""
    digits = bin(documents)[:1:-1]
    found = []
    index = digits.find("1")
    while index >= 0:
        found.append(index)
        index = digits.find("1", index + 1)
    return found


def bits_of(documents: Iterable[int], size: int) -> int:
    """The set of the given documents, all below ``size``."""
    octets = bytearray(size // 8 + 1)
    for number in documents:
        octets[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(octets, "little")
