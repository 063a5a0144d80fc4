"""One write lock, no write while reading, foreign keys, durable settings."""

import threading

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from content import migrations
from portal.database import Database

pytestmark = pytest.mark.on_both


def pragma(database: Database, name: str) -> object:
    with database.reading() as session:
        return session.execute(text(f"PRAGMA {name}")).scalar()


@pytest.mark.only_on("sqlite")
def test_sqlite_is_durable(database: Database) -> None:
    assert (pragma(database, "journal_mode"), pragma(database, "synchronous"), pragma(database, "foreign_keys")) == (
        "wal",
        2,
        1,
    )


def test_a_reading_session_cannot_write(database: Database) -> None:
    with database.reading() as session, pytest.raises(DBAPIError, match=r"readonly|read-only"):
        session.execute(text("DELETE FROM notices"))


def test_a_writing_session_can_write_after_a_reading_one_used_its_connection(database: Database) -> None:
    with database.reading() as session:
        session.execute(text("SELECT 1"))
    with database.writing() as session:
        session.execute(text("DELETE FROM notices"))


def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(text("INSERT INTO person_roles (person_id, role) VALUES (99999, 'editor')"))


def test_writers_wait_for_each_other(database: Database) -> None:
    order: list[str] = []
    first_is_in = threading.Event()

    def slow() -> None:
        with database.writing() as session:
            session.execute(text("DELETE FROM notices"))
            first_is_in.set()
            threading.Event().wait(0.2)
            order.append("first")

    thread = threading.Thread(target=slow)
    thread.start()
    first_is_in.wait()
    with database.writing() as session:
        session.execute(text("DELETE FROM notices"))
        order.append("second")
    thread.join()
    assert order == ["first", "second"]


def test_the_migrated_tables_are_those_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        assert migrations.differences(connection) == []
        assert migrations.is_current(connection) is True


def test_migrations_go_down_and_up_again(app: Flask) -> None:
    engine = app.extensions["database"].engine
    with engine.connect() as connection:
        command.downgrade(migrations.config_for(connection), "base")
        connection.commit()
    with engine.connect() as connection:
        migrations.upgrade(connection)
        connection.commit()
        assert migrations.differences(connection) == []
