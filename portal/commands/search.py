"""Commands about the search index."""

from contextlib import closing

import click

from content.languages import offered
from content.search import following
from portal.commands.instance import open_instance
from portal.searching import Search


@click.group()
def search() -> None:
    """The search index, a projection of the record that can always be made anew."""


@search.command("rebuild")
def rebuild() -> None:
    """Build the index anew beside the present one, and swap."""
    settings, database = open_instance()
    with closing(Search(settings.index, database, [language.tag for language in offered()])) as found:
        sequence = following.rebuild(found.source, found.engine)
        click.echo(f"rebuilt up to sequence {sequence}, {found.engine.document_count()} documents")


@search.command("status")
def status() -> None:
    """How far the index follows the record."""
    settings, database = open_instance()
    with closing(Search(settings.index, database, [language.tag for language in offered()])) as found:
        reached = found.stamp()
        click.echo(f"record {found.source.head()}, index {'to be rebuilt' if reached is None else reached}")
