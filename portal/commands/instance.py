"""Opening an instance for a command: configuration, database at the newest revision, policy on record."""

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from content import migrations
from content.languages import offer
from content.policy.operations import register
from content.record import read_model
from portal import config, identity
from portal.database import Database, open_database


def open_instance(*, upgrade: bool = True) -> tuple[config.Config, Database]:
    """The configuration and the database of the instance; nothing is touched before both are found sound.

    Raises UnsafeConfig, PackFault.
    """
    settings = config.load()
    pack = identity.pack_of(settings)
    offer(identity.read(settings, pack).languages)
    settings.instance.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.database_url)
    if upgrade:
        bring_up_to_date(database.engine)
        with database.writing() as session:
            register(session, pack)
    return settings, database


def bring_up_to_date(engine: Engine) -> bool:
    """Migrate if need be, and make the read model anew for what this release asks of it; whether anything was done."""
    with engine.connect() as connection:
        if migrations.is_current(connection):
            return False
    with engine.connect() as connection:
        migrations.upgrade(connection)
        with Session(connection, join_transaction_mode="control_fully") as session:
            read_model.rebuild(session)
            session.commit()
    return True
