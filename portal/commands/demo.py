"""Commands of the demonstration: its record and its accounts, impossible anywhere else."""

import json
import secrets
import sys

import click

from content.demo.loading import load_agreements
from content.demo.people import CAST, load_people
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
    """Load Toronto's record and the accounts; what is there already is left alone."""
    settings, database = open_instance()
    if not settings.demonstration:
        sys.exit("This instance is not a demonstration.")
    added = load_demonstration(settings, database)
    click.echo(f"{len(added)} agreements added")
    print_accounts(settings)


def load_demonstration(settings: Config, database: Database) -> list[str]:
    """Add what is missing and return the slugs of the agreements added."""
    with database.writing() as session:
        added = load_agreements(session, FileStore(settings.files))
        newcomers = load_people(session)
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
    passwords = json.loads((settings.instance / ACCOUNTS).read_text(encoding="utf-8"))
    click.echo("Demonstration accounts, for this instance alone:")
    for part in CAST:
        click.echo(f"  {part.role.value:<18} {part.email:<36} {passwords.get(part.email, '')}")
