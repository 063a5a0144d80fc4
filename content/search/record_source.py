"""The public record as the log that the index follows. Each call reads in a session of its own."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from content.db import JsonObject, Session
from content.record import queries
from content.record.models import PublicItem

KIND = "agreement"


@dataclass(frozen=True)
class RecordSource:
    """``reading`` opens a session that is closed at the end of the block."""

    reading: Callable[[], AbstractContextManager[Session]]

    def head(self) -> int:
        with self.reading() as session:
            return queries.head(session).sequence

    def mark(self, sequence: int) -> str:
        with self.reading() as session:
            entry = queries.entries_at(session, [sequence]).get(sequence)
            return "" if entry is None else entry.hash

    def changes(self, since: int, limit: int) -> Sequence[tuple[int, str]]:
        with self.reading() as session:
            return [(entry.sequence, entry.item_id) for entry in queries.entries_since(session, since, limit)]

    def live(self, item_id: str) -> JsonObject | None:
        with self.reading() as session:
            item = session.get(PublicItem, item_id)
            if item is None or not item.is_live or item.kind != KIND:
                return None
            return queries.body_at(session, item.sequence)

    def all_live(self) -> Iterator[JsonObject]:
        with self.reading() as session:
            yield from queries.live_bodies(session, KIND)

    def live_count(self) -> int:
        with self.reading() as session:
            return queries.count_live(session, KIND)
