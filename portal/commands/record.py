"""Commands about the public record: verify, head, export, redact."""

import sys

import click

from content.files import FileStore
from content.people.actors import House
from content.record.exporting import export as export_lines
from content.record.log import redact as redact_entry
from content.record.queries import head as record_head
from content.record.redaction import files_to_remove
from content.record.verification import verify as verify_record
from portal.commands.instance import open_instance

OPERATOR = House("Operator", "operator")


@click.group()
def record() -> None:
    """The public record."""


@record.command("verify")
@click.option("--head", "known", help="A head kept earlier, as sequence:hash; it must lie on the chain.")
def verify(known: str | None) -> None:
    """Replay the chain; ends with 1 when anything was altered."""
    settings, database = open_instance(upgrade=False)
    kept = None
    if known:
        sequence, _colon, digest = known.partition(":")
        if not sequence.isdigit() or not digest:
            sys.exit("Give the head as sequence:hash.")
        kept = (int(sequence), digest)
    with database.session(writes=True) as session:
        report = verify_record(
            session,
            FileStore(settings.files),
            known_head=kept,
            progress=lambda done: click.echo(f"{done} entries", err=True),
        )
        session.rollback()
    click.echo(
        f"{report.entries} entries, {report.bodies} bodies, {report.files} files, head {report.entries}:{report.head}"
    )
    for gap in report.gaps:
        click.echo(f"gap: {gap}")
    for fault in report.faults:
        click.echo(f"FAULT: {fault}")
    click.echo("The record is sound." if report.is_sound else "The record is NOT sound.")
    sys.exit(0 if report.is_sound else 1)


@record.command("head")
def head() -> None:
    """The last sequence and its hash; keep it somewhere else."""
    _settings, database = open_instance(upgrade=False)
    with database.reading() as session:
        found = record_head(session)
        click.echo(f"{found.sequence}:{found.hash}")


@record.command("export")
def export() -> None:
    """The whole log as JSON lines, to standard output."""
    _settings, database = open_instance(upgrade=False)
    with database.reading() as session:
        for line in export_lines(session):
            click.echo(line, nl=False)


@record.command("redact")
@click.argument("sequence", type=int)
@click.option("--authority", required=True, help="The decision or order under which it is done; it is public.")
def redact(sequence: int, authority: str) -> None:
    """Remove the body and the files of one entry; the chain stays whole and says so."""
    settings, database = open_instance()
    with database.writing() as session:
        orphans = files_to_remove(session, sequence)
        entry = redact_entry(session, sequence=sequence, authority=authority, office=OPERATOR.office)
    # The files go after the commit: a crash in between leaves a file that nothing serves, never the reverse.
    store = FileStore(settings.files)
    for sha256 in orphans:
        store.remove(sha256)
    click.echo(f"redacted by entry {entry.sequence}; {len(orphans)} files removed")
