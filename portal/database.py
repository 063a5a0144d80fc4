"""The database of the portal: opened once, read or written per request, committed here and nowhere else in the web.

A request that only reads gets a connection that refuses to write, so that no GET can change anything. Whoever writes
waits for whoever writes already, on SQLite and on PostgreSQL alike: every guard may rest on what it has read.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Response, current_app, g, make_response
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

BUSY_MILLISECONDS = 15_000
WRITE_LOCK = 0x0ACC04D  # any number will do, as long as every process of the portal takes the same one
POSTGRESQL = ("postgresql://", "postgres://")
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Database:
    """An engine with the two ways of using it."""

    engine: Engine

    def session(self, *, writes: bool) -> Session:
        """A session; a writing one holds the only write lock from its first statement on."""
        return Session(self.engine.execution_options(writes=writes), expire_on_commit=False)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A writing session for commands and jobs: committed at the end, rolled back on any error."""
        with self.session(writes=True) as session:
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that cannot write."""
        with self.session(writes=False) as session:
            yield session


def open_database(url: str) -> Database:
    """Open the database: SQLite in a file, or PostgreSQL for any address that begins with ``postgresql://``."""
    for prefix in POSTGRESQL:
        if url.startswith(prefix):
            url = f"postgresql+psycopg://{url.removeprefix(prefix)}"
    # What people have written does not belong into logs, where an error would carry it.
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True)
    if engine.dialect.name == "sqlite":
        _tune_sqlite(engine)
    elif engine.dialect.name == "postgresql":
        _tune_postgresql(engine)
    return Database(engine)


def _tune_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes", True):
            # One writer at a time, as on SQLite: no guard judges what another transaction is changing.
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {BUSY_MILLISECONDS}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")
        else:
            # A page is made of several queries, and all of them must see the same moment.
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _tune_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(dbapi: Any, _record: object) -> None:
        # The driver must not begin transactions by itself: BEGIN or BEGIN IMMEDIATE is chosen below.
        dbapi.isolation_level = None
        dbapi.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        dbapi.execute("PRAGMA foreign_keys = ON")
        # NORMAL loses acknowledged rows in a power cut; a receipt is a promise.
        dbapi.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", True)
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    with engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        driver.execute("COMMIT") if driver.in_transaction else None
        driver.execute("PRAGMA journal_mode = WAL")


def db() -> Session:
    """The session of the current request: a reading one, unless the view is marked with ``@writes``."""
    if "session" not in g:
        g.session = database().session(writes=False)
    session: Session = g.session
    return session


def database() -> Database:
    """The database of the current application."""
    found: Database = current_app.extensions["database"]
    return found


def writes(view: Callable[P, ResponseReturnValue]) -> Callable[P, Response]:
    """Let a view write: one commit when it answers well, none when it refuses or fails.

    A view that refuses but must not lose what was typed says so by ``keep()``.
    """

    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> Response:
        close_session()
        g.session = database().session(writes=True)
        if "person" in g:
            # Whoever was let in belongs to the closed reading session. They are looked up again when somebody asks for
            # them, and not here: the first question takes the write lock, and reading an upload may take its time.
            g.person_is_of_before = True
        response = make_response(view(*args, **kwargs))
        if response.status_code < 400 or g.get("keep"):
            g.session.commit()
        else:
            g.session.rollback()
        return response

    wrapper.may_write = True  # type: ignore[attr-defined]
    return wrapper


def keep() -> None:
    """Commit what this request has stored although its answer is a refusal."""
    g.keep = True


def close_session(_error: BaseException | None = None) -> None:
    """Give the request's connection back; whatever was not committed is gone."""
    session = g.pop("session", None)
    if session is not None:
        session.close()
