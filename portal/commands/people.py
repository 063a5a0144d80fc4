"""Commands about people; the first administrator of a portal comes from here and nowhere else."""

import sys

import click

from content.languages import first_choice, is_offered
from content.people.actors import House
from content.people.operations import add_person, change_roles
from content.people.queries import people as everybody
from content.people.queries import person_by_email
from content.permissions import Role
from portal.commands.instance import open_instance

OPERATOR = House("Operator", "operator")
ROLES = click.Choice([role.value for role in Role])


@click.group()
def people() -> None:
    """People who may sign in."""


@people.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--office", required=True)
@click.option("--division")
@click.option("--language", help="The language of the invitation; by default the first that the site offers.")
@click.option("--role", "roles", type=ROLES, multiple=True, required=True)
def add(email: str, name: str, office: str, division: str | None, language: str | None, roles: tuple[str, ...]) -> None:
    """Invite somebody by mail."""
    _settings, database = open_instance()
    if language is not None and not is_offered(language):
        sys.exit(f"The site does not offer the language {language}.")
    with database.writing() as session:
        person = add_person(
            session,
            email=email,
            name=name,
            office=office,
            division=division,
            language=language or first_choice().tag,
            roles=[Role(role) for role in roles],
            by=OPERATOR,
        )
        click.echo(f"{person.email} is invited")


@people.command("list")
def list_people() -> None:
    """Everybody with their roles."""
    _settings, database = open_instance()
    with database.reading() as session:
        for person in everybody(session):
            state = "" if person.is_active else " (inactive)"
            click.echo(f"{person.email}\t{person.name}\t{', '.join(sorted(person.roles))}{state}")


@people.command("role")
@click.argument("email")
@click.argument("roles", type=ROLES, nargs=-1, required=True)
def role(email: str, roles: tuple[str, ...]) -> None:
    """Give somebody exactly these roles."""
    _settings, database = open_instance()
    with database.writing() as session:
        person = person_by_email(session, email)
        if person is None:
            sys.exit(f"There is no person with the address {email}.")
        change_roles(session, person, [Role(name) for name in roles], by=OPERATOR)
        click.echo(f"{person.email}: {', '.join(sorted(person.roles))}")
