"""One state of a Whoosh index, as postings: what ``matching`` asks, answered through the library's public reader.

Whoosh's reader shares file positions between threads and must not be used by two at once. Here every reading happens
under one lock, and what was read is kept as sets of documents, so that most searches read nothing. Segments do
not change, therefore the sets outlive the snapshot. One reader per process costs less memory than one per thread, and
threads would not be faster: the reading is Python, and Python runs one thread at a time.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from threading import RLock
from typing import Any

from whoosh.matching.wrappers import FilterMatcher
from whoosh.reading import IndexReader, TermNotFound

from content.search.engine import Sort
from content.search.matching import bits_of, each
from content.search.statuses import statuses_on

_CACHE_OCTETS = 16_000_000


def packed(places: Iterable[int]) -> bytes:
    """Positions as they are kept with a posting; the library's own packing took about three times as long to read."""
    return array("I", places).tobytes()


class Segment:
    """One segment of the index with the sets that were read from it."""

    def __init__(self, reader: IndexReader) -> None:
        self.reader = reader
        self.size: int = reader.doc_count_all()
        self._sets: dict[tuple[str, str, bool], int] = {}
        self._values: dict[str, frozenset[str]] = {}
        self._columns: dict[str, list[Any]] = {}
        self._limit = max(100, _CACHE_OCTETS // (self.size // 8 + 200))

    def inherit(self, older: "Segment") -> None:
        """Take over what was read by an earlier snapshot."""
        self._sets, self._values, self._columns = older._sets, older._values, older._columns

    def having(self, field: str, term: str) -> int:
        return self._remembered((field, term, False), lambda: bits_of(self._ids(field, term.encode()), self.size))

    def beginning(self, field: str, prefix: str) -> int:
        def read() -> int:
            found: set[int] = set()
            for term in list(self.reader.expand_prefix(field, prefix.encode())):
                found.update(self._ids(field, term))
            return bits_of(found, self.size)

        return self._remembered((field, prefix, True), read)

    def _remembered(self, key: tuple[str, str, bool], read: Callable[[], int]) -> int:
        # What was asked last stands last; the set that nobody asked for longest goes first.
        found = self._sets.pop(key, None)
        if found is None:
            found = read()
            if len(self._sets) >= self._limit:
                del self._sets[next(iter(self._sets))]
        self._sets[key] = found
        return found

    def _ids(self, field: str, term: bytes) -> Iterable[int]:
        matcher = self._matcher(field, term)
        return matcher.all_ids() if matcher is not None else ()

    def _matcher(self, field: str, term: bytes) -> Any:
        """Where a term is read from; None when the segment does not have it.

        Removed documents are left in: every set is cut by the live ones anyway, and one set serves all snapshots.
        """
        try:
            matcher = self.reader.postings(field, term)
        except TermNotFound:
            return None
        return matcher.child if isinstance(matcher, FilterMatcher) else matcher

    def positions(self, term: str, within: int) -> dict[int, Sequence[int]]:
        matcher = self._matcher("all", term.encode())
        if matcher is None:
            return {}
        having = self.having("all", term)
        asked = within & having
        found: dict[int, Sequence[int]] = {}
        if asked.bit_count() * 4 < having.bit_count():
            for number in each(asked):
                matcher.skip_to(number)
                found[number] = array("I", matcher.value())
            return found
        # Where most documents are asked for, walking is quicker than skipping.
        wanted = set(each(asked))
        while matcher.is_active():
            number = matcher.id()
            if number in wanted:
                found[number] = array("I", matcher.value())
            matcher.next()
        return found

    def values(self, facet: str) -> frozenset[str]:
        if facet not in self._values:
            prefix = f"{facet}="
            terms = [term.decode() for term in self.reader.expand_prefix("facets", prefix.encode())]
            self._values[facet] = frozenset(term.removeprefix(prefix) for term in terms)
        return self._values[facet]

    def column(self, name: str) -> list[Any]:
        if name not in self._columns:
            column = self.reader.column_reader(name, translate=False)
            self._columns[name] = [column[number] for number in range(self.size)]
        return self._columns[name]


class Snapshot:
    """The postings of all segments together. Closed by whoever opened it, when nobody uses it any more."""

    def __init__(
        self, reader: IndexReader, generation: tuple[Path, tuple[str, ...]], older: "Snapshot | None", lock: RLock
    ) -> None:
        self.generation = generation
        self.users = 0
        self._lock = lock
        self._reader = reader
        known = older.segments_by_id if older else {}
        self.segments_by_id: dict[str, Segment] = {}
        self._segments: list[tuple[Segment, int]] = []
        live = 0
        for leaf, offset in reader.leaf_readers() if reader.doc_count_all() else ():
            segment = Segment(leaf)
            described: Any = leaf.segment()
            gone: Iterable[int] = ()
            if described is not None:
                if described.segment_id() in known:
                    segment.inherit(known[described.segment_id()])
                self.segments_by_id[described.segment_id()] = segment
                gone = described.deleted_docs()
            self._segments.append((segment, offset))
            live |= (((1 << segment.size) - 1) & ~bits_of(gone, segment.size)) << offset
        self._live = live
        self._orders: dict[Sort, list[Any]] = {}
        self._statuses: dict[date, Mapping[str, int]] = {}

    def close(self) -> None:
        self._reader.close()

    def everything(self) -> int:
        return self._live

    def having(self, field: str, terms: Iterable[str]) -> int:
        terms, found = list(terms), 0
        with self._lock:
            for segment, offset in self._segments:
                inside = 0
                for term in terms:
                    inside |= segment.having(field, term)
                found |= inside << offset
        return found

    def beginning(self, field: str, prefix: str) -> int:
        found = 0
        with self._lock:
            for segment, offset in self._segments:
                found |= segment.beginning(field, prefix) << offset
        return found

    def positions(self, terms: Collection[str], within: int) -> Mapping[int, Collection[int]]:
        found: dict[int, set[int]] = {}
        with self._lock:
            for segment, offset in self._segments:
                inside = (within >> offset) & ((1 << segment.size) - 1)
                for term in terms if inside else ():
                    for number, places in segment.positions(term, inside).items():
                        found.setdefault(number + offset, set()).update(places)
        return found

    def values(self, facet: str) -> Collection[str]:
        with self._lock:
            return frozenset().union(*(segment.values(facet) for segment, _ in self._segments))

    def order(self, sort: Sort) -> list[Any]:
        """What sorts the documents where scores are equal or not asked for: least first."""
        with self._lock:
            if sort not in self._orders:
                newest = [-age for segment, _ in self._segments for age in segment.column("age")]
                if sort is Sort.TITLE:
                    titles = [title for segment, _ in self._segments for title in segment.column("title_order")]
                    self._orders[sort] = list(zip(titles, newest, strict=True))
                else:
                    self._orders[sort] = newest
            return self._orders[sort]

    def statuses(self, today: date) -> Mapping[str, int]:
        with self._lock:
            if today not in self._statuses:
                # Only the latest day is kept: nobody asks for yesterday again.
                self._statuses = {today: statuses_on(today, self, self._terms_of_time())}
            return self._statuses[today]

    def _terms_of_time(self) -> list[tuple[int, int]]:
        columns = [(segment.column("starts"), segment.column("ends")) for segment, _ in self._segments]
        return [days for starts, ends in columns for days in zip(starts, ends, strict=True)]

    def item_id(self, number: int) -> str:
        with self._lock:
            key: str = self._reader.stored_fields(number)["id"]
        return key.rpartition("/")[0]
