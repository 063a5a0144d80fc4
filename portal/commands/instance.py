"""Opening an instance for a command: configuration, database at the newest revision, policy on record."""

from sqlalchemy import Engine

from content import migrations
from content.policy.loading import load_named
from content.policy.operations import register
from portal import config
from portal.database import Database, open_database


def open_instance(*, upgrade: bool = True) -> tuple[config.Config, Database]:
    """The configuration and the database of the instance. Raises UnsafeConfig, PackFault."""
    settings = config.load()
    settings.instance.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.database_url)
    if upgrade:
        bring_up_to_date(database.engine)
        with database.writing() as session:
            register(session, load_named(settings.policy_pack))
    return settings, database


def bring_up_to_date(engine: Engine) -> bool:
    """Migrate if need be; whether anything was done."""
    with engine.connect() as connection:
        if migrations.is_current(connection):
            return False
    with engine.connect() as connection:
        migrations.upgrade(connection)
        connection.commit()
    return True
