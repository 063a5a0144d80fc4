"""The embedded engine: Whoosh keeps the postings, ``matching`` evaluates queries over them.

Whoosh's own parser, scorer and collectors are not used. They cost without bound (a query of 3,000 characters needed
15 s), are unsafe between threads, and count facets of one value only. The index is written with
separate files instead of compound segments, which is a public option: a reader then copies nothing into memory.
Nothing of a document is stored but its key.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from threading import RLock
from typing import Any, TypeAlias, TypeVar

import whoosh
from whoosh import columns, fields, formats
from whoosh.filedb.filestore import FileStorage

from content.search import analysis
from content.search.documents import SearchDocument
from content.search.engine import Hit, Request, Results, SearchUnavailable, Sort
from content.search.index_files import IndexFiles, Stamp
from content.search.matching import page_of, select
from content.search.query import Query
from content.search.snapshot import Snapshot, packed
from content.search.terms import RANKED, terms_of

_SCHEMA_VERSION = 2
_LOCK_SECONDS = 20.0
_ATTEMPTS = 10

_Answer = TypeVar("_Answer")
_Generation: TypeAlias = tuple[Path, tuple[str, ...]]
_Posting: TypeAlias = tuple[bytes, int, float, bytes]


class PositionTerms(fields.FieldType):
    """A field that takes terms with their positions as they are."""

    def __init__(self) -> None:
        self.format: formats.Positions = formats.Positions()

    def index(self, value: Mapping[str, list[int]], **_: object) -> Generator[_Posting, None, None]:
        for term, places in value.items():
            yield term.encode(), len(places), 1.0, packed(places)


class PlainTerms(fields.FieldType):
    """A field that takes terms as they are and remembers only which documents have them."""

    def __init__(self) -> None:
        self.format: formats.Existence = formats.Existence()

    def index(self, value: Collection[str], **_: object) -> Generator[_Posting, None, None]:
        for term in value:
            yield term.encode(), 1, 1.0, b""


# The library is typed in part only; what it leaves open is named here once.
_storage: Callable[..., Any] = FileStorage
_numbers: Callable[..., Any] = columns.NumericColumn
_octets: Callable[..., Any] = columns.VarBytesColumn


def _schema() -> fields.Schema:
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        item=fields.ID(),
        all=PositionTerms(),
        age=fields.COLUMN(_numbers("Q")),
        starts=fields.COLUMN(_numbers("I")),
        ends=fields.COLUMN(_numbers("I")),
        title_order=fields.COLUMN(_octets()),
        **{name: PlainTerms() for name in ("words", "facets", *RANKED)},
    )


class WhooshEngine:
    """Search and indexing in one directory. Readers share one instance per process, between all threads."""

    def __init__(self, root: Path, languages: Sequence[str]) -> None:
        self.languages = tuple(languages)
        made_of = [_SCHEMA_VERSION, analysis.VERSION, self.languages, whoosh.__version__]
        self._files = IndexFiles(root, hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:12])
        self._lock = RLock()
        self._snapshot: Snapshot | None = None

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
        """One page of hits, see SearchEngine. Raises SearchUnavailable, after asking for a rebuild."""
        known = language if language in self.languages else self.languages[0]
        request = Request(tree, known, kinds, filters or {}, page, per_page, Sort(sort), facets, today)

        def answer(snapshot: Snapshot) -> Results:
            selection = select(request, snapshot)
            found = page_of(selection, request, snapshot.order(request.sort))
            hits = tuple(Hit(snapshot.item_id(number), score) for number, score in found)
            return selection.results(hits)

        return self._read(answer)

    def _read(self, answer: Callable[[Snapshot], _Answer]) -> _Answer:
        """An answer from the latest state. Raises SearchUnavailable, after asking for a rebuild.

        The library meets damage with exceptions of any kind. A file may also be gone because the writer has just
        replaced it: then there is a newer state, which is asked instead.
        """
        for _ in range(_ATTEMPTS):
            generation = self._generation()
            if generation is None:
                break
            try:
                with self._borrowed(generation) as snapshot:
                    return answer(snapshot)
            except Exception as error:
                self._forget()
                if generation == self._generation():
                    self._files.want_rebuild()
                    raise SearchUnavailable(repr(error)) from error
        raise SearchUnavailable("there is no index that can be read")

    @contextmanager
    def _borrowed(self, generation: _Generation) -> Iterator[Snapshot]:
        """A snapshot of a generation, kept open as long as anybody uses it."""
        with self._lock:
            snapshot = self._opened(generation)
            snapshot.users += 1
        try:
            yield snapshot
        finally:
            with self._lock:
                snapshot.users -= 1
                self._close_unused(snapshot)

    def _opened(self, generation: _Generation) -> Snapshot:
        old = self._snapshot
        if old is not None and old.generation == generation:
            return old
        index = _storage(str(generation[0]), supports_mmap=False).open_index()
        # A segment's name means the same segment only within one directory.
        related = old if old is not None and old.generation[0] == generation[0] else None
        self._snapshot = new = Snapshot(index.reader(), generation, related, self._lock)
        if old is not None:
            self._close_unused(old)
        return new

    def _generation(self) -> _Generation | None:
        """What changes with every commit: the directory, and the names of its tables of contents."""
        path = self._files.current()
        if path is None:
            return None
        return path, tuple(sorted(file.name for file in path.glob("_MAIN_*.toc")))

    def _forget(self) -> None:
        with self._lock:
            old, self._snapshot = self._snapshot, None
            if old is not None:
                self._close_unused(old)

    def _close_unused(self, snapshot: Snapshot) -> None:
        if snapshot.users == 0 and snapshot is not self._snapshot:
            snapshot.close()

    def close(self) -> None:
        """Close the files of the reader."""
        self._forget()

    def writing(self, timeout: float = 0.0) -> AbstractContextManager[None]:
        """The right to write. Raises WriterBusy."""
        return self._files.writing(timeout)

    def sequence(self) -> int | None:
        """The sequence reached; None when there is no index that is whole, of this schema, and readable."""
        stamp = self._stamp()
        return None if stamp is None else stamp[1].sequence

    def signature(self) -> tuple[int, ...] | None:
        """What changes whenever the index does; cheap to ask for, and says nothing about whether it is whole."""
        return self._files.signature()

    def mark(self) -> str | None:
        """The mark of the record at that sequence."""
        stamp = self._stamp()
        return None if stamp is None else stamp[1].mark

    def rebuilt_at(self) -> int | None:
        """The sequence at the last rebuild."""
        stamp = self._stamp()
        return None if stamp is None else stamp[1].rebuilt_at

    def _stamp(self) -> tuple[Path, Stamp] | None:
        path = self._files.current()
        stamp = self._files.stamp(path) if path is not None else None
        if path is None or stamp is None or self._files.is_rebuild_wanted() or not self._files.is_whole(path, stamp):
            return None
        try:
            self.document_count()
        except SearchUnavailable:
            return None
        return path, stamp

    def document_count(self) -> int:
        """How many documents the index holds. Raises SearchUnavailable."""
        return self._read(lambda snapshot: snapshot.everything().bit_count())

    def update(self, gone: Collection[str], documents: Iterable[SearchDocument], sequence: int, mark: str) -> None:
        """Remove items, add documents, note the sequence and its mark. Raises SearchUnavailable."""
        path = self._files.current()
        stamp = self._files.stamp(path) if path is not None else None
        if path is None or stamp is None:
            raise SearchUnavailable("there is no index to update")
        try:
            self._files.open_stamp(path, stamp)
            index = _storage(str(path), supports_mmap=False).open_index()
            _write(index, gone, documents)
        except Exception as error:
            self._files.want_rebuild()
            raise SearchUnavailable(repr(error)) from error
        stamp.sequence, stamp.mark = sequence, mark
        self._files.close_stamp(path, stamp)

    def rebuild(self, documents: Iterable[SearchDocument], sequence: int, mark: str) -> None:
        """Build anew beside the present index and swap; readers go on reading the old one until then."""
        path = self._files.new_directory()
        index = _storage(str(path), supports_mmap=False).create_index(_schema())
        _write(index, (), documents)
        self._files.close_stamp(path, Stamp(self._files.schema, sequence, mark, sequence))
        self._files.switch_to(path)


def _write(index: Any, gone: Collection[str], documents: Iterable[SearchDocument]) -> None:
    writer = index.writer(timeout=_LOCK_SECONDS, compound=False)
    try:
        for item_id in gone:
            writer.delete_by_term("item", item_id)
        for document in documents:
            terms = terms_of(document)
            writer.add_document(
                id=document.key,
                item=document.item_id,
                all=terms.positions,
                age=document.age_order,
                starts=document.starts,
                ends=document.ends,
                title_order=analysis.fold(document.title).encode(),
                **terms.fields,
            )
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
