"""A plain scan of the record: the same hits in the same order as the index gives, without an index.

Used while the index is being rebuilt. It reads every body, so it is slow and has a budget of time; when that is
over, the hits found until then are shown and marked as partial.
"""

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from content.db import JsonObject
from content.search.analysis import STEMMED, fold
from content.search.documents import SearchDocument, document_of
from content.search.engine import Hit, Request, Results, Sort
from content.search.matching import page_of, select
from content.search.query import Prefix, Query
from content.search.statuses import statuses_on
from content.search.terms import Wanted, terms_of, wanted_words


def scan(
    bodies: Iterable[JsonObject],
    tree: Query,
    language: str,
    *,
    languages: Sequence[str],
    kinds: Collection[str] | None = None,
    filters: Mapping[str, Collection[str]] | None = None,
    page: int = 1,
    per_page: int = 20,
    sort: Sort | str = Sort.RELEVANCE,
    facets: Sequence[str] = (),
    today: date | None = None,
    seconds: float = 5.0,
) -> Results:
    """One page of hits among the bodies, as SearchEngine.search answers; ``languages`` are the engine's."""
    known = language if language in languages else languages[0]
    request = Request(tree, known, kinds, filters or {}, page, per_page, Sort(sort), facets, today)
    postings = _Postings(_words_of(tree))
    until, partial = time.monotonic() + seconds, False
    for body in bodies:
        if time.monotonic() > until:
            partial = True
            break
        postings.add(document_of(body, known, languages))
    selection = select(request, postings)
    found = page_of(selection, request, postings.order(request.sort))
    hits = tuple(Hit(postings.items[number], score) for number, score in found)
    return selection.results(hits, partial=partial)


def _words_of(tree: Query) -> list[Wanted]:
    """Every word of the query in every language that has stems, and the last one as a beginning, too."""
    leaves = [*tree.wanted, *tree.unwanted]
    return [
        word
        for leaf in leaves
        for as_prefix in {isinstance(leaf, Prefix), leaf is leaves[-1] or isinstance(leaf, Prefix)}
        for word in wanted_words(leaf.text, STEMMED, as_prefix=as_prefix)
    ]


@dataclass
class _Postings:
    """The postings of the words asked for, and of no others."""

    words: list[Wanted]
    items: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._terms = {term for w in self.words for term in (*w.keys, w.exact, w.folded)}
        self._prefixes = tuple(w.folded for w in self.words if w.as_prefix)
        self._sets: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._places: defaultdict[str, dict[int, list[int]]] = defaultdict(dict)
        self._values: defaultdict[str, set[str]] = defaultdict(set)
        self._ages: list[int] = []
        self._titles: list[str] = []
        self._terms_of_time: list[tuple[int, int]] = []

    def add(self, document: SearchDocument) -> None:
        number, terms = len(self.items), terms_of(document)
        self.items.append(document.item_id)
        self._ages.append(-document.age_order)
        self._titles.append(fold(document.title))
        self._terms_of_time.append((document.starts, document.ends))
        for term in self._terms & terms.positions.keys():
            self._sets["all", term] |= 1 << number
            self._places[term][number] = terms.positions[term]
        for name, found in terms.fields.items():
            for term in found if name == "facets" else self._asked_for(found):
                self._sets[name, term] |= 1 << number
        for value in terms.fields["facets"]:
            facet, _, name = value.partition("=")
            self._values[facet].add(name)

    def _asked_for(self, found: set[str]) -> set[str]:
        asked = self._terms & found
        if self._prefixes:
            asked |= {term for term in found if term.startswith(self._prefixes)}
        return asked

    def having(self, field: str, terms: Iterable[str]) -> int:
        documents = 0
        for term in terms:
            documents |= self._sets.get((field, term), 0)
        return documents

    def beginning(self, field: str, prefix: str) -> int:
        return self.having(field, [term for name, term in self._sets if name == field and term.startswith(prefix)])

    def positions(self, terms: Collection[str], within: int) -> Mapping[int, Collection[int]]:
        found: dict[int, set[int]] = {}
        for term in terms:
            for number, places in self._places.get(term, {}).items():
                if within >> number & 1:
                    found.setdefault(number, set()).update(places)
        return found

    def values(self, facet: str) -> Collection[str]:
        return self._values.get(facet, set())

    def statuses(self, today: date) -> Mapping[str, int]:
        return statuses_on(today, self, self._terms_of_time)

    def everything(self) -> int:
        return (1 << len(self.items)) - 1

    def order(self, sort: Sort) -> Sequence[tuple[str, int]] | Sequence[int]:
        return list(zip(self._titles, self._ages, strict=True)) if sort is Sort.TITLE else self._ages
