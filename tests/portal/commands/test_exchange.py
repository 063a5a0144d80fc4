"""``portal import`` and ``portal export``, as an operator runs them."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.commands import portal

ROW = {
    "key": "bergen", "category": "partnership-city", "state": "historical", "party_country": "NO",
    "party_name_en": "City of Bergen", "title_en": "Agreement with Bergen", "summary_en": "An old tie.",
}  # fmt: skip


@pytest.fixture
def run(tmp_path, monkeypatch):
    instance = tmp_path / "instance"
    instance.mkdir()
    (instance / "portal.toml").write_text(f'mode = "demonstration"\nsecret_key = "{"s" * 40}"\n')
    monkeypatch.setenv("INSTANCE", str(instance))
    return lambda *arguments: CliRunner().invoke(portal, [str(a) for a in arguments], catch_exceptions=False)


def write(path: Path, *rows):
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_importing_what_was_exported_changes_nothing(run, tmp_path, ending):
    run("demo", "load")
    head = run("record", "head").output
    file, papers = tmp_path / f"a.{ending}", tmp_path / "papers"
    exported = run("export", "agreements", file, "--documents", papers)
    count = int(exported.output.split()[0])
    found = run("import", "agreements", file, "--documents", papers)
    assert (found.exit_code, found.output) == (0, f"0 created, 0 changed, {count} unchanged, 0 published.\n")
    assert (run("record", "head").output, len(list(papers.iterdir()))) == (head, 4)


def test_a_dry_run_an_import_and_its_publication(run, tmp_path):
    file = write(tmp_path / "a.csv", ROW)
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "bergen.pdf").write_bytes(b"%PDF-1.7")
    more = ("--documents", tmp_path / "papers", "--publish", "--reason", "From the old register")
    dry = run("import", "agreements", file, "--dry-run", *more)
    assert dry.output == "1 created, 0 changed, 0 unchanged, 1 published; nothing has been stored.\n"
    assert run("record", "head").output.startswith("0:")
    assert run("import", "agreements", file, *more).output == "1 created, 0 changed, 0 unchanged, 1 published.\n"
    assert run("record", "verify").output.splitlines()[-1] == "The record is sound."


def test_faults_are_printed_one_per_line_and_nothing_is_stored(run, tmp_path):
    rows = [{**ROW, "starts_on": ""}, {**ROW, "key": "oslo", "starts_on": "1991-13"}]
    found = run("import", "agreements", write(tmp_path / "a.csv", *rows))
    assert (found.exit_code, found.output.splitlines()) == (
        1,
        [
            "row 3, starts_on: Enter a real date, like 2026, 2026-03 or 2026-03-31. [1991-13]",
            "1 faults; nothing has been stored.",
        ],
    )
    assert run("export", "agreements", tmp_path / "b.csv").output.startswith("0 agreements")


def test_a_file_of_no_row_is_told(run, tmp_path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "oslo.pdf").write_bytes(b"%PDF-1.7")
    found = run("import", "agreements", write(tmp_path / "a.csv", ROW), "--documents", tmp_path / "papers")
    assert (found.exit_code, found.stderr) == (0, "warning: The file “oslo.pdf” belongs to no row.\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "agreements", "none.csv"),
        ("import", "agreements", "a.ods"),
        ("import", "agreements", "a.csv", "--documents", "nowhere"),
        ("export", "agreements", "a.ods"),
        ("export", "agreements", "no/folder/a.csv"),
    ],
)
def test_what_cannot_be_read_or_written_is_said_in_a_line(run, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    run("db", "upgrade")
    write(tmp_path / "a.csv", ROW)
    (tmp_path / "a.ods").write_bytes(b"x")
    found = run(*arguments)
    assert (found.exit_code, len(found.output.splitlines())) == (1, 1)
