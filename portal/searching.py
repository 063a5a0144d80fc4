"""The search of this process: the index where it can answer, a plain scan of the record where it cannot."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from content.languages import offered
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

    def __init__(self, folder: Path, database: Database) -> None:
        self.engine = WhooshEngine(folder, [language.tag for language in offered()])
        self.source = RecordSource(database.reading)

    def close(self) -> None:
        """Let go of the files of the index."""
        self.engine.close()

    def stamp(self) -> int | None:
        """The sequence that the index has reached; part of the key under which pages may be kept."""
        return self.engine.sequence()

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
    ) -> Results:
        """One page of hits among the live agreements; never raises for anything a reader can type."""
        tree = parse(text)
        try:
            return self.engine.search(
                tree, language, kinds=KINDS, filters=filters, page=page, per_page=per_page, sort=sort, facets=facets
            )
        except SearchUnavailable:
            return fallback.scan(
                live_bodies(db(), "agreement"),
                tree,
                language,
                languages=self.engine.languages,
                kinds=KINDS,
                filters=filters,
                page=page,
                per_page=per_page,
                sort=sort,
                facets=facets,
            )
