"""The index follows the record by its sequence: catching up, healing and rebuilding are one step, taken often.

Everything here may be repeated at any time and after any interruption; what was done twice is the same as once.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from content.db import JsonObject
from content.search.documents import SearchDocument, documents_of
from content.search.engine import IndexWriter, SearchUnavailable, WriterBusy

_log = logging.getLogger(__name__)


class LogSource(Protocol):
    """What of the record is searched."""

    def head(self) -> int:
        """The sequence of the last entry; 0 when there is none."""

    def mark(self, sequence: int) -> str:
        """What tells the entry at a sequence, and all before it, from those of any other record; empty when there is none."""

    def changes(self, since: int, limit: int) -> Sequence[tuple[int, str]]:
        """The entries after a sequence, oldest first: sequence and item id."""

    def live(self, item_id: str) -> JsonObject | None:
        """The present body of an item; None when it is not public."""

    def all_live(self) -> Iterator[JsonObject]:
        """The present body of every public item."""

    def live_count(self) -> int:
        """How many items are public."""


def step(source: LogSource, engine: IndexWriter, batch: int = 200) -> int:
    """Bring the index one batch nearer to the record, or heal it; how many entries were taken, 0 when none was left.

    A rebuild counts as at least one entry. When another process is writing, nothing is done.
    """
    try:
        with engine.writing():
            return _step(source, engine, batch)
    except WriterBusy:
        return 0


def rebuild(source: LogSource, engine: IndexWriter, timeout: float = 60.0) -> int:
    """Build the index anew from the record; the sequence reached. Raises WriterBusy after the timeout."""
    with engine.writing(timeout):
        return _rebuild(source, engine, "asked for")


def _step(source: LogSource, engine: IndexWriter, batch: int) -> int:
    head = source.head()
    reached = engine.sequence()
    if reached is None:
        return max(1, _rebuild(source, engine, "missing, damaged or of another version"))
    if reached > head:
        return max(1, _rebuild(source, engine, "ahead of the record"))
    if engine.mark() != source.mark(reached):
        # A backup was restored and published to: its sequences are the same numbers of other entries.
        return max(1, _rebuild(source, engine, "of another record"))
    changes = source.changes(reached, batch)
    if changes:
        try:
            _apply(source, engine, changes)
        except SearchUnavailable as error:
            return max(1, _rebuild(source, engine, str(error)))
        return len(changes)
    if engine.document_count() != source.live_count() * len(engine.languages):
        return _miscounted(source, engine, head)
    return 0


def _apply(source: LogSource, engine: IndexWriter, changes: Sequence[tuple[int, str]]) -> None:
    items = dict.fromkeys(item_id for _, item_id in changes)
    documents: list[SearchDocument] = []
    for item_id in items:
        body = source.live(item_id)
        if body is not None:
            documents.extend(documents_of(body, engine.languages))
    reached = changes[-1][0]
    engine.update(list(items), documents, reached, source.mark(reached))


def _miscounted(source: LogSource, engine: IndexWriter, head: int) -> int:
    if source.head() != head:
        return 0  # The record has moved on since; the next step sees a count that belongs to its sequence.
    if engine.rebuilt_at() == head:
        # A rebuild has just given the same number, so that the record disagrees with itself; again would not help.
        _log.warning("the search index and the record count differently at sequence %d", head)
        return 0
    return max(1, _rebuild(source, engine, "of another number of documents than the record"))


def _rebuild(source: LogSource, engine: IndexWriter, reason: str) -> int:
    # The sequence is read first: what is published meanwhile may be indexed twice, but never missed.
    head = source.head()
    _log.info("the search index is rebuilt up to sequence %d: it was %s", head, reason)
    engine.rebuild(_documents(source, engine.languages), head, source.mark(head))
    return head


def _documents(source: LogSource, languages: Sequence[str]) -> Iterable[SearchDocument]:
    for body in source.all_live():
        yield from documents_of(body, languages)
