"""The search of this process: the index where it can answer, a plain scan of the record where it cannot."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from content.record.queries import live_bodies
from content.search import fallback
from content.search.engine import Results, SearchUnavailable
from content.search.query import parse
from content.search.record_source import RecordSource
from content.search.whoosh import WhooshEngine
from portal.database import Database, db

KINDS = frozenset({"agreement"})


class Search:
    """One engine per process, shared by its threads."""

    def __init__(self, folder: Path, database: Database, languages: Sequence[str]) -> None:
        self.engine = WhooshEngine(folder, languages)
        self.source = RecordSource(database.reading)
        self._version: tuple[tuple[int, ...] | None, int | None] | None = None

    def close(self) -> None:
        """Let go of the files of the index."""
        self.engine.close()

    def stamp(self) -> int | None:
        """The sequence that the index has reached; None when there is none that is whole."""
        return self.engine.sequence()

    def version(self) -> int | None:
        """The same as it was when the files of the index last changed: part of the key under which pages are kept."""
        signature = self.engine.signature()
        if self._version is None or self._version[0] != signature:
            self._version = (signature, self.stamp())
        return self._version[1]

    def find(
        self,
        text: str,
        language: str,
        *,
        filters: Mapping[str, Sequence[str]],
        page: int,
        per_page: int,
        sort: str = "relevance",
        facets: Sequence[str] = (),
        today: date | None = None,
    ) -> Results:
        """One page of hits among the live agreements; never raises for anything a reader can type."""
        tree = parse(text)
        try:
            return self.engine.search(
                tree,
                language,
                kinds=KINDS,
                filters=filters,
                page=page,
                per_page=per_page,
                sort=sort,
                facets=facets,
                today=today,
            )
        except SearchUnavailable:
            return fallback.scan(
                live_bodies(db(), "agreement"),
                tree,
                language,
                languages=self.engine.languages,
                today=today,
                kinds=KINDS,
                filters=filters,
                page=page,
                per_page=per_page,
                sort=sort,
                facets=facets,
            )
