"""Commands that keep a copy of everything, give it back, and return a training to its starting point."""

import shutil
import sys
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from content.backup.form import DamagedBackup, Manifest
from content.backup.making import make
from content.backup.restoring import NotEmpty
from content.backup.restoring import restore as restore_from
from content.files import FileStore
from portal import config
from portal.commands.instance import open_instance
from portal.database import Database, open_database

START = "training-start"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def backup(folder: Path) -> None:
    """Write database, files and the head of the record into a new FOLDER, while the portal goes on working."""
    settings, database = open_instance(upgrade=False)
    _said(_backup(settings, database, folder.resolve()), f"kept in {folder}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--replace", is_flag=True, help="Give up what the database holds now.")
def restore(folder: Path, replace: bool) -> None:
    """Make database and files what they were when the backup in FOLDER was taken; a damaged one is refused."""
    settings = config.load()
    settings.instance.mkdir(parents=True, exist_ok=True)
    _said(_restore(settings, open_database(settings.database_url), folder.resolve(), replace=replace), "restored")


@click.group()
def training() -> None:
    """A portal for practising: mail stays here, and everything can be put back to where it began."""


@training.command("begin")
def training_begin() -> None:
    """Keep everything as it is now as the starting point, in place of an earlier one."""
    settings, database = _training()
    fresh = settings.instance / f"{START}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    manifest = _backup(settings, database, fresh)
    shutil.rmtree(settings.instance / START, ignore_errors=True)
    fresh.replace(settings.instance / START)
    _said(manifest, "kept as the starting point")


@training.command("reset")
def training_reset() -> None:
    """Put everything back to the starting point and empty the mail folder."""
    settings, database = _training()
    folder = settings.instance / START
    if not folder.is_dir():
        sys.exit("There is no starting point yet: portal training begin makes one.")
    manifest = _restore(settings, database, folder, replace=True)
    shutil.rmtree(settings.mail_folder, ignore_errors=True)
    _said(manifest, "put back to the starting point")


def _training() -> tuple[config.Config, Database]:
    settings, database = open_instance()
    if not settings.training:
        sys.exit("This instance is not a training: set MODE to training.")
    return settings, database


def _backup(settings: config.Config, database: Database, folder: Path) -> Manifest:
    try:
        with database.engine.execution_options(writes=False).connect() as connection, connection.begin():
            return make(connection, FileStore(settings.files), folder)
    except FileExistsError:
        sys.exit(f"{folder} is not empty; nothing was done.")
    except DamagedBackup as error:
        sys.exit("The backup cannot be relied on, and was thrown away:\n" + "\n".join(error.faults))
    except OSError as error:
        sys.exit(f"The backup could not be written, and nothing of it is left: {error}")


def _restore(settings: config.Config, database: Database, folder: Path, *, replace: bool) -> Manifest:
    try:
        with database.engine.connect() as connection, connection.begin():
            return restore_from(connection, FileStore(settings.files), folder, replace=replace)
    except NotEmpty:
        sys.exit("The database is not empty; --replace gives up what it holds. Nothing was done.")
    except DamagedBackup as error:
        sys.exit("The backup is refused; nothing was done:\n" + "\n".join(f"- {fault}" for fault in error.faults))
    except SQLAlchemyError as error:
        sys.exit(f"The database did not take it; nothing was done: {error}")
    except OSError as error:
        sys.exit(f"The files could not be stored; the database is as it was: {error}")


def _said(manifest: Manifest, done: str) -> None:
    rows = sum(part.rows for part in manifest.tables)
    click.echo(f"{len(manifest.tables)} tables, {rows} rows, {len(manifest.files)} files: {done}")
    click.echo(f"head {manifest.head_sequence}:{manifest.head_hash}")
