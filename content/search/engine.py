"""The port of the search: what any engine is asked and answers, in words of our own.

An engine is a disposable projection of the record. It may fail at any time; then it raises SearchUnavailable, the
caller answers by ``fallback.scan`` and the follower of the record rebuilds it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from content.search.documents import SearchDocument
from content.search.query import Query


class SearchUnavailable(Exception):
    """The index cannot answer now. It heals by itself; meanwhile the record is scanned."""


class WriterBusy(Exception):
    """Another process is writing this index."""


class Sort(StrEnum):
    RELEVANCE = "relevance"
    TITLE = "title"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Hit:
    """A published item that was found; a higher score stands higher."""

    item_id: str
    score: int


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits, the exact number of all, and how many of them each facet has.

    The counts of a facet leave its own filter aside, so that a reader sees what else could be chosen there.
    """

    total: int = 0
    hits: tuple[Hit, ...] = ()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    without: Mapping[str, int] = field(default_factory=dict)
    """How many hits there would be without each of the filters."""
    unfiltered: int = 0
    """How many there would be without any filter."""
    widened: bool = False
    """Nothing had the words as typed; these are hits with the last word as a beginning."""
    partial: bool = False
    """The time for a plain scan was over before the whole record was read."""


@dataclass(frozen=True, slots=True)
class Request:
    """A search: the query, the reader's language, and what narrows and orders the hits."""

    query: Query
    language: str
    kinds: Collection[str] | None = None
    filters: Mapping[str, Collection[str]] = field(default_factory=dict)
    page: int = 1
    per_page: int = 20
    sort: Sort = Sort.RELEVANCE
    facets: Sequence[str] = ()
    today: date | None = None
    """The day for which ``status`` holds, as a filter and as a facet; without it nothing has a status."""


class SearchEngine(Protocol):
    """What readers ask."""

    languages: tuple[str, ...]
    """The languages in which readers search; the first serves those who ask in another."""

    def search(
        self,
        tree: Query,
        language: str,
        *,
        kinds: Collection[str] | None = None,
        filters: Mapping[str, Collection[str]] | None = None,
        page: int = 1,
        per_page: int = 20,
        sort: Sort | str = Sort.RELEVANCE,
        facets: Sequence[str] = (),
        today: date | None = None,
    ) -> Results:
        """One page of hits. Values of one filter are alternatives, filters hold together.

        Raises SearchUnavailable.
        """


class IndexWriter(Protocol):
    """What the follower of the record needs; used only between ``writing()`` and its end."""

    languages: tuple[str, ...]

    def writing(self, timeout: float = 0.0) -> AbstractContextManager[None]:
        """The right to write, for one process at a time. Raises WriterBusy."""

    def sequence(self) -> int | None:
        """The sequence of the record that the index has reached; None when it must be rebuilt."""

    def mark(self) -> str | None:
        """The mark of the record at that sequence (LogSource.mark); None as above."""

    def rebuilt_at(self) -> int | None:
        """The sequence of the record at the last rebuild; None as above."""

    def document_count(self) -> int:
        """How many documents the index holds. Raises SearchUnavailable."""

    def update(self, gone: Collection[str], documents: Iterable[SearchDocument], sequence: int, mark: str) -> None:
        """Remove items, add documents, and note the sequence reached with its mark. Raises SearchUnavailable."""

    def rebuild(self, documents: Iterable[SearchDocument], sequence: int, mark: str) -> None:
        """Build anew beside the present index and swap."""
