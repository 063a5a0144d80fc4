"""Revision 0004 on SQLite: one state more, and no agreement may be left in a state that is taken away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from content import migrations
from portal.database import open_database

INSERT = (
    "INSERT INTO agreements (item_id, slug, category, state, source_language, is_legacy, is_fictional, needs_alignment,"
    " established, contact, goals, classifications, decisions, sources, revision, texts_revision, created_at, updated_at)"
    " VALUES ('i', 's', 'c', ?, 'en', 1, 0, 0, '{}', '{}', '[]', '[]', '[]', '[]', 1, 1, '2026-01-01', '2026-01-01')"
)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    database = open_database(f"sqlite:///{tmp_path / 'portal.sqlite'}")
    with database.engine.connect() as connection:
        command.upgrade(migrations.config_for(connection), "0003")
        connection.commit()
        yield connection
    database.engine.dispose()


def test_the_state_is_refused_before_and_taken_after(connection: Connection) -> None:
    with pytest.raises(IntegrityError):
        connection.exec_driver_sql(INSERT, ("unconfirmed",))
    connection.rollback()
    command.upgrade(migrations.config_for(connection), "0004")
    connection.exec_driver_sql(INSERT, ("unconfirmed",))
    with pytest.raises(IntegrityError):
        connection.exec_driver_sql(INSERT.replace("'i', 's'", "'j', 't'"), ("forgotten",))


def test_going_back_is_refused_while_an_agreement_is_in_that_state(connection: Connection) -> None:
    command.upgrade(migrations.config_for(connection), "0004")
    connection.exec_driver_sql(INSERT, ("unconfirmed",))
    with pytest.raises(RuntimeError, match="1 agreements"):
        command.downgrade(migrations.config_for(connection), "0003")


def test_going_back_takes_the_state_away(connection: Connection) -> None:
    command.upgrade(migrations.config_for(connection), "0004")
    command.downgrade(migrations.config_for(connection), "0003")
    with pytest.raises(IntegrityError):
        connection.exec_driver_sql(INSERT, ("unconfirmed",))
