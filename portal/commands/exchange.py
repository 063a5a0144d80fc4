"""Commands that take agreements in and out as CSV or XLSX, with a folder of their documents beside them."""

import sys
from pathlib import Path

import click

from content.exchange.documents import Folder
from content.exchange.exporting import export_agreements, export_documents
from content.exchange.importing import import_agreements
from content.exchange.reading import read
from content.exchange.report import Report
from content.exchange.tables import FileFault
from content.exchange.writing import write
from content.files import FileStore
from content.people.actors import House
from portal.commands.instance import open_instance

OPERATOR = House("Operator", "operator")
FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group("import")
def import_() -> None:
    """Take in what was kept elsewhere."""


@click.group()
def export() -> None:
    """Give out what is kept here."""


@import_.command("agreements")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Check everything and store nothing.")
@click.option("--documents", "folder", type=FOLDER, help="A folder with the PDF files that the rows name.")
@click.option("--publish", is_flag=True, help="Publish everything that is created or changed.")
@click.option("--reason", default="", help="What readers see in the list of changes; with --publish.")
def import_file(file: Path, dry_run: bool, folder: Path | None, publish: bool, reason: str) -> None:
    """Create and change agreements from FILE (.csv or .xlsx); ends with 1 and stores nothing when a row has a fault."""
    settings, database = open_instance()
    try:
        tables = read(file)
        papers = None if folder is None else Folder.of(folder)
    except (FileFault, OSError) as error:
        sys.exit(f"{file}: {error}")
    with database.writing() as session:
        report = import_agreements(
            session,
            tables,
            by=OPERATOR,
            store=FileStore(settings.files),
            folder=papers,
            dry_run=dry_run,
            publish=publish,
            reason=reason,
        )
    _tell(report, dry_run)


def _tell(report: Report, dry_run: bool) -> None:
    for warning in report.warnings:
        click.echo(f"warning: {warning}", err=True)
    for fault in report.in_order():
        click.echo(str(fault))
    if report.faults:
        click.echo(f"{len(report.faults)} faults; nothing has been stored.")
        sys.exit(1)
    figures = f"{len(report.created)} created, {len(report.changed)} changed, {len(report.unchanged)} unchanged"
    click.echo(f"{figures}, {len(report.published)} published" + ("; nothing has been stored." if dry_run else "."))


@export.command("agreements")
@click.argument("file", type=FILE)
@click.option("--documents", "folder", type=FOLDER, help="A folder to write the documents into.")
def export_file(file: Path, folder: Path | None) -> None:
    """Write all agreements, drafts among them, to FILE (.csv or .xlsx)."""
    settings, database = open_instance(upgrade=False)
    try:
        with database.reading() as session:
            tables = export_agreements(session, by=OPERATOR)
            files = 0
            if folder is not None:
                files = export_documents(session, FileStore(settings.files), folder, by=OPERATOR)
        written = write(tables, file)
    except (FileFault, OSError) as error:
        sys.exit(f"{file}: {error}")
    rows = f"{len(tables.agreements.rows)} agreements, {len(tables.elements.rows)} elements, {files} documents"
    click.echo(f"{rows}: {', '.join(str(path) for path in written)}")
