"""Commands that look and report: configuration, consistency, routes, translations."""

import sys
from contextlib import closing

import click

from content import migrations
from content.policy.loading import load_named
from content.record import read_model
from content.record.queries import head
from portal.access import access_of
from portal.app import create_app
from portal.catalogues import faults_of, refresh
from portal.commands.instance import open_instance
from portal.searching import Search


@click.command()
def check() -> None:
    """Check configuration and consistency; ends with 1 when something is wrong."""
    settings, database = open_instance(upgrade=False)
    faults = []
    pack = load_named(settings.policy_pack)
    with database.engine.connect() as connection:
        if not migrations.is_current(connection):
            faults.append("the database is not at this release: run portal db upgrade")
    if not faults:
        with database.reading() as session, closing(Search(settings.index, database)) as search:
            if not read_model.is_current(session):
                faults.append("the read model is behind the record")
            reached, sequence = search.stamp(), head(session).sequence
            if reached != sequence:
                faults.append(f"the search index is at {reached}, the record at {sequence}: is the worker running?")
    click.echo(f"instance {settings.instance}")
    click.echo(f"policy {pack.version_id}, languages {', '.join(pack.languages)}")
    for fault in faults:
        click.echo(f"FAULT: {fault}")
    click.echo("Nothing is wrong." if not faults else f"{len(faults)} faults.")
    sys.exit(1 if faults else 0)


@click.command()
def routes() -> None:
    """Every address with its methods and who may enter."""
    app = create_app()
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        click.echo(f"{methods:<10} {rule.rule:<70} {access_of(app.view_functions[rule.endpoint])}")


@click.group()
def translations() -> None:
    """The catalogues of the interface."""


@translations.command("check")
def translations_check() -> None:
    """Whether every complete language has every message; ends with 1 when one is missing."""
    faults = faults_of()
    for fault in faults:
        click.echo(fault)
    click.echo("The catalogues are complete." if not faults else f"{len(faults)} faults.")
    sys.exit(1 if faults else 0)


@translations.command("refresh")
def translations_refresh() -> None:
    """Extract the messages anew and bring every catalogue up to them."""
    for line in refresh():
        click.echo(line)
