"""Giving a backup to a database: checked first, in one transaction, and kept only when the record is sound."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from alembic import command
from sqlalchemy import Connection, Integer, MetaData, Table, func, inspect, select, text

from content import migrations
from content.backup.form import REVISION_TABLE, DamagedBackup, Manifest, checked, path_of, rows_in, tables_of
from content.db import Session
from content.files import FileStore
from content.record import read_model, verification

BATCH = 500


class NotEmpty(Exception):
    """The database holds something already; nothing was done."""


def restore(
    connection: Connection,
    store: FileStore,
    folder: Path,
    *,
    replace: bool = False,
    progress: Callable[[str], None] = lambda name: None,
) -> Manifest:
    """Make the database what it was when the backup was taken, and bring it to this release; the caller commits.

    Raises DamagedBackup before anything is touched, or when what came out is not sound; NotEmpty unless ``replace``.
    """
    manifest = checked(folder)
    if not migrations.knows(connection, manifest.revision):
        raise DamagedBackup([f"its tables are at revision {manifest.revision}, which this release does not know"])
    there = set(inspect(connection).get_table_names())
    if there - {REVISION_TABLE} and not replace:
        raise NotEmpty
    _clear(connection)
    command.upgrade(migrations.config_for(connection), manifest.revision)
    _load(connection, manifest, folder, progress)
    progress("files")
    for sha256 in manifest.files:
        store.put((folder / "files" / sha256[:2] / sha256).read_bytes())
    migrations.upgrade(connection)
    progress("record")
    _verify(connection, store, manifest)
    return manifest


def _verify(connection: Connection, store: FileStore, manifest: Manifest) -> None:
    known = (manifest.head_sequence, manifest.head_hash)
    with Session(connection, join_transaction_mode="rollback_only") as session:
        # This release may show more of a body than the one that took the backup.
        read_model.rebuild(session)
        session.flush()
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        report = verification.verify(session, store, known_head=known)
        session.rollback()
    if not report.is_sound:
        raise DamagedBackup(report.faults)


def _clear(connection: Connection) -> None:
    metadata = MetaData()
    metadata.reflect(connection)
    metadata.drop_all(connection)
    if connection.dialect.name == "postgresql":
        # The functions of the triggers stay behind when their tables go.
        names = connection.scalars(
            text(
                "SELECT p.proname FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace "
                "AND p.prorettype = 'trigger'::regtype"
            )
        ).all()
        for name in names:
            connection.execute(text(f'DROP FUNCTION "{name}"()'))


def _load(connection: Connection, manifest: Manifest, folder: Path, progress: Callable[[str], None]) -> None:
    parts = {part.name: part for part in manifest.tables}
    tables = tables_of(connection)
    strange = sorted(parts.keys() ^ {table.name for table in tables})
    if strange:
        raise DamagedBackup([f"tables/{name}: does not belong to revision {manifest.revision}" for name in strange])
    with _without_triggers(connection, tables):
        for table in tables:
            # The migrations may have put rows in; the backup knows better.
            connection.execute(table.delete())
        for table in tables:
            progress(table.name)
            try:
                waiting = rows_in(path_of(folder, parts[table.name]), parts[table.name], table)
                while rows := list(islice(waiting, BATCH)):
                    connection.execute(table.insert(), rows)
            except (KeyError, ValueError, TypeError) as error:
                # Whole and sealed, and yet no backup of these tables: somebody else's, or one made by hand.
                raise DamagedBackup([f"tables/{table.name}: its rows do not fit the table: {error}"]) from error
            _count_on(connection, table)


@contextmanager
def _without_triggers(connection: Connection, tables: list[Table]) -> Iterator[None]:
    """Let in what the triggers would refuse, such as a proposal that has been received already."""
    if connection.dialect.name == "postgresql":
        for table in tables:
            connection.execute(text(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER'))
        yield
        for table in tables:
            connection.execute(text(f'ALTER TABLE "{table.name}" ENABLE TRIGGER USER'))
        return
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    kept = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _sql in kept:
        connection.execute(text(f'DROP TRIGGER "{name}"'))
    yield
    for _name, sql in kept:
        connection.exec_driver_sql(sql)


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL give new rows the numbers after those that were loaded."""
    keys = list(table.primary_key.columns)
    if connection.dialect.name != "postgresql" or len(keys) != 1 or not isinstance(keys[0].type, Integer):
        return
    sequence = connection.scalar(select(func.pg_get_serial_sequence(f'"{table.name}"', keys[0].name)))
    newest = connection.scalar(select(func.max(keys[0])))
    if sequence is not None and newest is not None:
        connection.execute(select(func.setval(sequence, newest)))
