"""Instances for tests: real files and a real database, made once and copied for whoever needs one.

What speaks to the database runs on SQLite and on PostgreSQL (``on_both``); TEST_DATABASE=postgresql moves all the rest.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from content import migrations
from content.demo.loading import load_agreements, load_registers
from content.demo.pages import load_pages
from content.demo.people import CAST, load_people
from content.files import FileStore
from content.languages import COMPLETE, offer, speak
from content.people.models import Person
from content.people.queries import person_by_email
from content.permissions import Role
from content.policy.loading import load_named
from content.policy.operations import register
from content.search import following
from portal.app import create_app
from portal.config import DEMONSTRATION, Config, read_settings
from portal.database import Database, open_database
from tests.postgresql import Server, running

SECRET = "a secret of the tests, and of nothing else"
DEMONSTRATION_SITE = read_settings(DEMONSTRATION / "site.toml")
SQLITE, POSTGRESQL = "sqlite", "postgresql"
DEFAULT = os.environ.get("TEST_DATABASE", SQLITE)
ON_BOTH = "tests/content/"
"""Where tests are about what is stored; elsewhere a module says ``pytestmark = pytest.mark.on_both``."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run on both databases whatever tests what is stored, and nothing else twice."""
    if "backend" not in metafunc.fixturenames:
        return
    path = metafunc.definition.path.relative_to(metafunc.config.rootpath).as_posix()
    marked = metafunc.definition.get_closest_marker("on_both") is not None
    only = metafunc.definition.get_closest_marker("only_on")
    if only is not None:
        metafunc.parametrize("backend", only.args, indirect=True)
    elif marked or path.startswith(ON_BOTH):
        metafunc.parametrize("backend", (SQLITE, POSTGRESQL), indirect=True)


def config_for(folder: Path, **changes: object) -> Config:
    """A demonstration's configuration in a folder of its own."""
    values: dict[str, object] = {
        "instance": folder,
        "database_url": f"sqlite:///{folder / 'portal.sqlite'}",
        "secret_key": SECRET,
        "demonstration": True,
        "public_url": "http://localhost",
        "host": "127.0.0.1",
        "port": 8000,
        "mail_url": "",
        "mail_from": "no-reply@portal.example",
        **{name: DEMONSTRATION_SITE[name] for name in ("policy_pack", "site")},
    }
    return Config(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _english() -> None:
    """Every test begins by speaking English, where every complete language is offered."""
    speak("en")
    offer(COMPLETE)


@pytest.fixture(scope="session")
def empty_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance at the newest revision, with the policy and one person for each role, and no record."""
    folder = tmp_path_factory.mktemp("empty")
    fill_empty(config_for(folder).database_url)
    return folder


def fill_empty(url: str) -> None:
    """Make the tables of a new database, register the policy and add one person for each role."""
    database = open_database(url)
    with database.engine.connect() as connection:
        migrations.upgrade(connection)
        connection.commit()
    with database.writing() as session:
        register(session, load_named(DEMONSTRATION_SITE["policy_pack"]))
        load_people(session)
    _settle(database)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server for this process; tests that need it are skipped, and say why, where none can run."""
    try:
        context = running()
        server = context.__enter__()
    except (ImportError, OSError) as error:
        pytest.skip(f"no PostgreSQL: {error}")
    yield server
    context.__exit__(None, None, None)


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The address of a fresh PostgreSQL database with what an empty instance holds; None for SQLite in a file."""
    if getattr(request, "param", DEFAULT) == SQLITE:
        yield None
        return
    server: Server = request.getfixturevalue("postgresql")
    name = server.create(server.template("empty", fill_empty))
    yield server.url(name)
    server.drop(name)


@pytest.fixture(scope="session")
def demo_instance(empty_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the demonstration record, indexed."""
    folder = tmp_path_factory.mktemp("demo") / "instance"
    shutil.copytree(empty_instance, folder)
    app = create_app(config_for(folder))
    with app.extensions["database"].writing() as session:
        load_registers(session)
        load_pages(session, FileStore(folder / "files"))
        load_agreements(session, FileStore(folder / "files"))
    search = app.extensions["search"]
    following.rebuild(search.source, search.engine)
    search.engine.close()
    _settle(app.extensions["database"])
    return folder


def _settle(database: Database) -> None:
    """Bring everything out of the write-ahead log, so that the file can be copied, and let go of the database."""
    if database.engine.dialect.name == SQLITE:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Make an application on a copy of an instance; changes are fields of Config."""
    apps: list[Flask] = []

    def make(template: Path, **changes: object) -> Flask:
        folder = tmp_path / f"instance-{len(apps)}"
        shutil.copytree(template, folder)
        app = create_app(config_for(folder, **changes))
        app.testing = False
        apps.append(app)
        return app

    yield make
    for app in apps:
        app.extensions["search"].engine.close()
        app.extensions["database"].engine.dispose()


@pytest.fixture
def app(make_app: Callable[..., Flask], empty_instance: Path, backend: str | None) -> Flask:
    """An application with an empty record."""
    return make_app(empty_instance, **({"database_url": backend} if backend else {}))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def demo_app(demo_instance: Path) -> Iterator[Flask]:
    """The demonstration record, for reading only: shared by all tests of a process."""
    app = create_app(config_for(demo_instance))
    yield app
    app.extensions["search"].engine.close()
    app.extensions["database"].engine.dispose()


@pytest.fixture
def demo_client(demo_app: Flask) -> FlaskClient:
    return demo_app.test_client()


@pytest.fixture
def database(app: Flask) -> Database:
    found: Database = app.extensions["database"]
    return found


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session on the application's database; commit to let requests see it."""
    with database.session(writes=True) as session:
        yield session


@pytest.fixture
def store(app: Flask) -> FileStore:
    found: FileStore = app.extensions["files"]
    return found


@pytest.fixture
def people(session: Session) -> dict[Role, Person]:
    """One person for each role, loaded in ``session``."""
    found = {part.role: person_by_email(session, part.email) for part in CAST}
    return {role: person for role, person in found.items() if person is not None}


@pytest.fixture
def as_role(app: Flask) -> Callable[[Role], FlaskClient]:
    """A client in which the person of a role is signed in."""
    return lambda role: sign_in_as(app, role)


def sign_in_as(app: Flask, role: Role) -> FlaskClient:
    """Give a client the session that signing in would give."""
    part = next(part for part in CAST if part.role is role)
    with app.extensions["database"].reading() as session:
        person = person_by_email(session, part.email)
        assert person is not None
        number, key = person.id, person.session_key
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update(person=number, key=key, since=int(time.time()), seen=int(time.time()))
    return client
