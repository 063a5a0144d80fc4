"""Instances of the second city: its own policy, people and site, and no record."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from content import migrations
from content.demo.people import cast_of, load_people
from content.files import FileStore
from content.people.models import Person
from content.people.queries import person_by_email
from content.permissions import Role
from content.policy.loading import load
from content.policy.operations import register
from portal.app import create_app
from portal.database import open_database
from tests.cities.puerto_alerce import FOLDER, PACK, config_values
from tests.conftest import config_for


@pytest.fixture(scope="session")
def second_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("second")
    database = open_database(config_for(folder).database_url)
    with database.engine.connect() as connection:
        migrations.upgrade(connection)
        connection.commit()
    with database.writing() as session:
        register(session, load(PACK))
        load_people(session, cast_of(FOLDER))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()
    return folder


@pytest.fixture
def make_second(second_instance: Path, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Make an application of the second city on an instance of its own; changes are entries of its ``[site]``."""
    apps: list[Flask] = []

    def make(**changes: object) -> Flask:
        folder = tmp_path / f"second-{len(apps)}"
        shutil.copytree(second_instance, folder)
        values = config_values()
        apps.append(create_app(config_for(folder, **{**values, "site": {**values["site"], **changes}})))
        return apps[-1]

    yield make
    for app in apps:
        app.extensions["search"].close()
        app.extensions["database"].engine.dispose()


@pytest.fixture
def second(make_second: Callable[..., Flask]) -> Flask:
    return make_second()


@pytest.fixture
def client(second: Flask) -> FlaskClient:
    return second.test_client()


@pytest.fixture
def session(second: Flask) -> Iterator[Session]:
    with second.extensions["database"].session(writes=True) as session:
        yield session


@pytest.fixture
def store(second: Flask) -> FileStore:
    found: FileStore = second.extensions["files"]
    return found


@pytest.fixture
def people(session: Session) -> dict[Role, Person]:
    found = {part.role: person_by_email(session, part.email) for part in cast_of(FOLDER)}
    return {role: person for role, person in found.items() if person is not None}
