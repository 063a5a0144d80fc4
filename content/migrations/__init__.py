"""Bringing a database to the tables of this release, by Alembic, on a connection that the caller opens."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from content.tables import METADATA


def config_for(connection: Connection) -> Config:
    """Alembic's configuration, bound to the connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Bring the database to the newest revision; a second run changes nothing."""
    command.upgrade(config_for(connection), "head")


def is_current(connection: Connection) -> bool:
    """Whether the database is at the newest revision of this release."""
    present = MigrationContext.configure(connection).get_current_revision()
    return present == ScriptDirectory.from_config(config_for(connection)).get_current_head()


def knows(connection: Connection, revision: str) -> bool:
    """Whether this release has that revision."""
    return any(
        script.revision == revision for script in ScriptDirectory.from_config(config_for(connection)).walk_revisions()
    )


def differences(connection: Connection) -> list[object]:
    """What distinguishes the database's tables from those the models ask for; an empty list when nothing does."""
    return list(compare_metadata(MigrationContext.configure(connection), METADATA))
