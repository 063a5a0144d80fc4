"""Commands that look and report: configuration, consistency, routes, translations."""

import sys
from contextlib import closing

import click

from content import migrations
from content.proposals.routes import unofferable_categories
from portal import identity
from portal.access import access_of
from portal.app import create_app
from portal.catalogues import faults_of, refresh
from portal.commands.instance import open_instance
from portal.health import faults_of as faults_in
from portal.searching import Search

NOT_OFFERED = "nobody can propose in %s: its steps must be received, assessed and then decided"


@click.command()
def check() -> None:
    """Check configuration and consistency; ends with 1 when something is wrong."""
    settings, database = open_instance(upgrade=False)
    faults = []
    pack = identity.pack_of(settings)
    site = identity.read(settings, pack)
    with database.engine.connect() as connection:
        if not migrations.is_current(connection):
            faults.append("the database is not at this release: run portal db upgrade")
    if not faults:
        with database.reading() as session, closing(Search(settings.index, database, site.languages)) as search:
            faults += faults_in(settings, session, search)
    click.echo(f"instance {settings.instance}")
    click.echo(f"policy {pack.version_id}, languages {', '.join(pack.languages)}")
    click.echo(f"site {site.name}, {site.city}, languages {', '.join(site.languages)}, {site.time_zone}")
    for note in (*site.notes, *(NOT_OFFERED % category.code for category in unofferable_categories(pack))):
        click.echo(f"note: {note}")
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
