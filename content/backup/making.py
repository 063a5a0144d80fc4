"""Taking a backup while the portal is at work: one moment of the database, and every file that moment names."""

import gzip
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Table, select

from content import clock
from content.backup.form import (
    MANIFEST,
    SEAL,
    DamagedBackup,
    Manifest,
    TablePart,
    checked,
    line_of,
    path_of,
    tables_of,
)
from content.db import Session
from content.files import SHA256, FileStore
from content.record.queries import head

BATCH = 500


def make(
    connection: Connection, store: FileStore, folder: Path, *, progress: Callable[[str], None] = lambda name: None
) -> Manifest:
    """Write a backup into a folder that is not there yet, and check it.

    The connection must see one moment only (a reading one of the portal does). What goes wrong leaves no folder.
    Raises FileExistsError, DamagedBackup when what was written cannot be read back as it was.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / "tables").mkdir(parents=True)
    try:
        manifest = _write(connection, store, unfinished, progress)
        content = manifest.to_bytes()
        _write_durably(unfinished / MANIFEST, content)
        _write_durably(unfinished / SEAL, hashlib.sha256(content).hexdigest().encode())
        if checked(unfinished) != manifest:
            raise DamagedBackup(["what was written is not what was read"])
        if folder.exists():
            folder.rmdir()
        unfinished.replace(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return manifest


def _write(connection: Connection, store: FileStore, folder: Path, progress: Callable[[str], None]) -> Manifest:
    made_at = clock.now().isoformat()
    with Session(connection) as session:
        newest = head(session)
    tables = []
    for table in tables_of(connection):
        progress(table.name)
        tables.append(_write_table(connection, table, folder))
    progress("files")
    return Manifest(
        made_at=made_at,
        revision=MigrationContext.configure(connection).get_current_revision() or "",
        head_sequence=newest.sequence,
        head_hash=newest.hash,
        tables=tables,
        files=_copy_files(store, folder / "files"),
    )


def _write_table(connection: Connection, table: Table, folder: Path) -> TablePart:
    columns = list(table.columns)
    found = TablePart(table.name, [column.name for column in columns], 0, "")
    path, rows = path_of(folder, found), 0
    ordered = select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    with path.open("wb") as raw:
        with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=6, mtime=0, filename="") as stream:
            for row in connection.execute(ordered):
                stream.write(line_of(columns, row))
                rows += 1
        raw.flush()
        os.fsync(raw.fileno())
    return TablePart(found.name, found.columns, rows, hashlib.sha256(path.read_bytes()).hexdigest())


def _copy_files(store: FileStore, target: Path) -> list[str]:
    """Every file of the store. They never change, and are stored before a row names them: a later look sees enough."""
    copied = []
    for path in sorted(store.root.glob("*/*")):
        if not SHA256.fullmatch(path.name):
            continue
        copy = target / path.parent.name / path.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write_durably(copy, path.read_bytes())
        except FileNotFoundError:
            # Redacted while we looked: it belongs into no backup any more.
            continue
        copied.append(path.name)
    return copied


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
