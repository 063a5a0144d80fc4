"""Public answers kept in memory, each under what it is a function of; whatever changed is rendered anew.

An answer is a function of its address, the record's head, the city's date and the release (DESIGN.md, section 2). The
release cannot change while the process lives; head and date are asked for at every request, so that nothing is shown
that was withdrawn a moment ago, whichever process did it.
"""

import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from content import clock
from portal.database import Database

Headers = list[tuple[str, str]]
Address = tuple[str, str, bool]
"""Path, query, and whether the reader takes gzip."""
Stamp = tuple[str, str, str]
"""The head of the record, the date of the city, and how far the index has come where that matters."""


@dataclass(frozen=True)
class Kept:
    """One whole answer."""

    stamp: Stamp
    status: str
    headers: Headers
    body: bytes
    etag: str
    by_search: bool
    route: str


NO_GZIP = re.compile(r"gzip\s*;\s*q=0(\.0*)?\s*(,|$)")


def takes_gzip(accepted: str) -> bool:
    """Whether a reader who sends this Accept-Encoding takes gzip."""
    return "gzip" in accepted and NO_GZIP.search(accepted) is None


class PageCache:
    """Answers by address, the least recently asked for going first when they outgrow ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._kept: OrderedDict[Address, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, address: Address) -> Kept | None:
        """What is kept for the address; the caller compares the stamp."""
        with self._lock:
            kept = self._kept.get(address)
            if kept is not None:
                self._kept.move_to_end(address)
            return kept

    def put(self, address: Address, kept: Kept) -> None:
        """Keep an answer, unless it alone would fill a tenth of the room."""
        if len(kept.body) > self.limit // 10:
            return
        with self._lock:
            self._drop(address)
            self._kept[address] = kept
            self.size += len(kept.body)
            while self.size > self.limit:
                self._drop(next(iter(self._kept)))

    def _drop(self, address: Address) -> None:
        old = self._kept.pop(address, None)
        if old is not None:
            self.size -= len(old.body)


class HeadWatch:
    """Asks the database for the head of the record, on a connection of its own for each thread."""

    def __init__(self, database: Database, zone: str) -> None:
        self.database, self.zone = database, zone
        self._local = threading.local()
        self._opened: list[Any] = []
        event.listen(database.engine, "engine_disposed", self.close)

    def stamp(self) -> tuple[str, str]:
        """Hash of the head and date of the city. Raises what the driver raises when the database is away."""
        try:
            row = self._ask(self._connection())
        except Exception:
            # The server may have let go of us: one more try on a new connection.
            self._local.connection = None
            row = self._ask(self._connection())
        return (row[0] if row else "", clock.today(self.zone).isoformat())

    def _connection(self) -> Any:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            pooled = self.database.engine.raw_connection()
            pooled.detach()
            connection = pooled.dbapi_connection
            self._local.connection = connection
            self._opened.append(connection)
            if connection is not None and self.database.engine.dialect.name == "postgresql":
                connection.autocommit = True
        return connection

    def close(self, _engine: object = None) -> None:
        """Let go of the database; whoever asks again connects again."""
        self._local = threading.local()
        while self._opened:
            self._opened.pop().close()

    @staticmethod
    def _ask(connection: Any) -> Any:
        return connection.execute("SELECT hash FROM record_head WHERE id = 1").fetchone()
