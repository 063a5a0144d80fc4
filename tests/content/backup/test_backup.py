"""A backup is one moment, whole or refused, and any database can be made of it."""

import gzip
import hashlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from content.backup.form import MANIFEST, SEAL, DamagedBackup, Manifest, path_of
from content.backup.making import make
from content.backup.restoring import NotEmpty, restore
from content.files import FileStore
from content.people.models import Person
from content.permissions import Role
from content.proposals.models import Proposal
from content.proposals.states import ProposalState
from content.record import log
from content.record.models import RecordHead
from content.record.verification import verify
from portal.database import Database, open_database
from tests import casework
from tests.content.record.factories import agreement_body
from tests.postgresql import Server

OFFICE = "city_clerk"


@pytest.fixture
def filled(app: Flask, session: Session, store: FileStore, people: dict[Role, Person]) -> Database:
    """A database with a proposal under way, three publications, a redaction and a file."""
    casework.advance_to(session, store, people, ProposalState.WITH_COUNCIL)
    casework.receive(session, **{"sender-name": "Žilina – 東京"})
    document = {
        "id": "d1", "kind": "report", "language": "en", "sha256": store.put(b"%PDF-1.7 a report"), "name": "r.pdf",
        "media_type": "application/pdf", "size": 17, "compared": None, "texts": {},
    }  # fmt: skip
    for slug in ("one", "two", "three"):
        log.publish(session, kind="agreement", body=agreement_body(slug=slug, documents=[document]), office=OFFICE)
    log.redact(session, sequence=2, authority="Order 7", office=OFFICE)
    session.commit()
    database: Database = app.extensions["database"]
    return database


@pytest.fixture
def other(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[str], Database]]:
    """An empty database of a kind, to restore into."""
    opened: list[Database] = []
    made: list[tuple[Server, str]] = []

    def open_one(kind: str) -> Database:
        url = f"sqlite:///{tmp_path / f'other-{len(opened)}.sqlite'}"
        if kind == "postgresql":
            server: Server = request.getfixturevalue("postgresql")
            name = server.create()
            made.append((server, name))
            url = server.url(name)
        opened.append(open_database(url))
        return opened[-1]

    yield open_one
    for database in opened:
        database.engine.dispose()
    for server, name in made:
        server.drop(name)


def backup(database: Database, store: FileStore, folder: Path) -> Manifest:
    with database.engine.execution_options(writes=False).connect() as connection, connection.begin():
        return make(connection, store, folder)


def give_back(database: Database, store: FileStore, folder: Path, *, replace: bool = False) -> None:
    with database.engine.connect() as connection, connection.begin():
        restore(connection, store, folder, replace=replace)


def rows_of(manifest: Manifest, folder: Path) -> dict[str, list[bytes]]:
    """Every row; databases order text differently, so that the order of rows says nothing."""
    return {
        part.name: sorted(gzip.decompress(path_of(folder, part).read_bytes()).splitlines()) for part in manifest.tables
    }


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_any_database_can_be_made_of_it(
    filled: Database, store: FileStore, tmp_path: Path, other: Callable[[str], Database], kind: str
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    before = backup(filled, store, first)
    target, files = other(kind), FileStore(tmp_path / "files")
    give_back(target, files, first)
    after = backup(target, files, second)
    assert rows_of(after, second) == rows_of(before, first)
    assert (after.head_sequence, after.head_hash, after.files) == (4, before.head_hash, before.files)
    with target.session(writes=True) as session:
        assert verify(session, files).faults == []
        session.rollback()
        # Numbers go on after those that were loaded, and what the triggers keep is kept.
        assert session.scalar(select(Proposal.id).order_by(Proposal.id.desc())) == 2
        assert casework.receive(session).id == 3
        session.rollback()
        with pytest.raises(IntegrityError, match="append-only"):
            session.execute(text("UPDATE record_entries SET reason = 'x'"))


def damaged(content: bytes, how: str) -> bytes:
    middle = len(content) // 2
    flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    return {"truncated": content[:middle], "flipped": flipped, "emptied": b""}[how]


@pytest.mark.parametrize("how", ["truncated", "flipped", "emptied", "removed"])
def test_r07_a_damaged_backup_is_refused_before_anything_is_touched(
    filled: Database, store: FileStore, tmp_path: Path, other: Callable[[str], Database], how: str
) -> None:
    folder, target = tmp_path / "kept", other("sqlite")
    backup(filled, store, folder)
    for path in [path for path in sorted(folder.rglob("*")) if path.is_file()]:
        sound = path.read_bytes()
        if how == "removed":
            path.unlink()
        else:
            path.write_bytes(damaged(sound, how))
        with pytest.raises(DamagedBackup):
            give_back(target, FileStore(tmp_path / "files"), folder)
        assert inspect(target.engine).get_table_names() == []
        path.write_bytes(sound)
    give_back(target, FileStore(tmp_path / "files"), folder)


def test_a_backup_whose_record_was_forged_is_refused_and_nothing_is_kept(
    filled: Database, store: FileStore, tmp_path: Path, other: Callable[[str], Database]
) -> None:
    with filled.engine.connect() as connection, connection.begin():
        connection.execute(text("UPDATE record_head SET hash = 'forged'"))
    backup(filled, store, tmp_path / "kept")
    target = other("sqlite")
    with pytest.raises(DamagedBackup):
        give_back(target, FileStore(tmp_path / "files"), tmp_path / "kept")
    assert inspect(target.engine).get_table_names() == []


def test_a_database_that_holds_something_is_replaced_only_when_told_so(
    filled: Database, store: FileStore, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    backup(filled, store, folder)
    with filled.writing() as session:
        log.publish(session, kind="agreement", body=agreement_body(slug="later"), office=OFFICE)
    with pytest.raises(NotEmpty):
        give_back(filled, store, folder)
    with filled.reading() as session:
        assert session.scalar(select(RecordHead.sequence)) == 5
    give_back(filled, store, folder, replace=True)
    with filled.reading() as session:
        assert session.scalar(select(RecordHead.sequence)) == 4


def test_a_folder_with_something_in_it_is_left_alone(filled: Database, store: FileStore, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError):
        backup(filled, store, folder)
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


def test_an_interrupted_backup_leaves_nothing_that_looks_whole(
    filled: Database, store: FileStore, tmp_path: Path
) -> None:
    def interrupt(name: str) -> None:
        if name == "proposals":
            raise KeyboardInterrupt

    with (
        pytest.raises(KeyboardInterrupt),
        filled.engine.execution_options(writes=False).connect() as connection,
        connection.begin(),
    ):
        make(connection, store, tmp_path / "kept", progress=interrupt)
    assert list(tmp_path.glob("*kept*")) == []


def test_r06_a_backup_under_load_is_one_moment(
    filled: Database, store: FileStore, tmp_path: Path, other: Callable[[str], Database]
) -> None:
    stop, published = threading.Event(), []

    def go_on() -> None:
        while not stop.is_set():
            with filled.writing() as session:
                published.append(log.publish(session, kind="agreement", body=agreement_body(), office=OFFICE).sequence)

    writer = threading.Thread(target=go_on)
    writer.start()
    manifests = [backup(filled, store, tmp_path / str(number)) for number in range(3)]
    stop.set()
    writer.join()
    for number, manifest in enumerate(manifests):
        target = other("sqlite")
        give_back(target, store, tmp_path / str(number))
        with target.session(writes=True) as session:
            assert verify(session, store, known_head=(manifest.head_sequence, manifest.head_hash)).faults == []
            session.rollback()
    assert len(published) > 3


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b'"name": "people"', b'"name": "../people"', "missing"),
        (b'"person_id"', b'"nobody_id"', "do not fit"),
        (b'"files": [', b'"files": [7, ', "the name of no file"),
        (b'"files": [', b'"files": ["../../passwd", ', "the name of no file"),
    ],
)
def test_a_sealed_backup_of_something_else_is_refused_in_words(
    filled: Database,
    store: FileStore,
    tmp_path: Path,
    other: Callable[[str], Database],
    old: bytes,
    new: bytes,
    told: str,
) -> None:
    folder = tmp_path / "kept"
    with filled.engine.execution_options(writes=False).connect() as connection, connection.begin():
        make(connection, store, folder)
    content = (folder / MANIFEST).read_bytes()
    assert old in content
    (folder / MANIFEST).write_bytes(content.replace(old, new))
    (folder / SEAL).write_text(hashlib.sha256(content.replace(old, new)).hexdigest())
    target = other("sqlite")
    with target.engine.connect() as connection, pytest.raises(DamagedBackup, match=told):
        restore(connection, store, folder)
    with target.engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
