"""Commands of the demonstration: its record and its accounts, impossible anywhere else."""

import json
import secrets
import sys

import click

from content.demo.loading import load_agreements, load_registers
from content.demo.pages import load_pages
from content.demo.people import cast_of, load_people
from content.files import FileStore
from content.people.operations import change_password
from portal.commands.instance import open_instance
from portal.config import Config
from portal.database import Database
from portal.sign_in import hash_password

ACCOUNTS = "accounts.json"


@click.group()
def demo() -> None:
    """The demonstration record."""


@demo.command("load")
def load() -> None:
    """Load the record and the accounts of the demonstration; what is there already is left alone."""
    settings, database = open_instance()
    if not settings.demonstration:
        sys.exit("This instance is not a demonstration.")
    added = load_demonstration(settings, database)
    click.echo(f"{len(added)} agreements added")
    print_accounts(settings)


def load_demonstration(settings: Config, database: Database) -> list[str]:
    """Add what is missing and return the slugs of the agreements added."""
    with database.writing() as session:
        # Before the agreements, so that the newest entries of a fresh record are those of agreements.
        load_registers(session, settings.demonstration_data)
        load_pages(session, FileStore(settings.files), settings.demonstration_data)
        added = load_agreements(session, FileStore(settings.files), settings.demonstration_data)
        newcomers = load_people(session, cast_of(settings.demonstration_data))
        passwords = {person.email: secrets.token_urlsafe(12) for person in newcomers}
        for person in newcomers:
            change_password(session, person, hash_password(passwords[person.email]), by=person)
        if passwords:
            path = settings.instance / ACCOUNTS
            known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
            path.touch(mode=0o600)
            path.write_text(json.dumps({**known, **passwords}, indent=1), encoding="utf-8")
    return added


def print_accounts(settings: Config) -> None:
    """Print who may sign in, with the passwords of this instance."""
    path = settings.instance / ACCOUNTS
    passwords = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    click.echo("Demonstration accounts, for this instance alone:")
    for part in cast_of(settings.demonstration_data):
        click.echo(f"  {part.role.value:<18} {part.email:<36} {passwords.get(part.email, '')}")
