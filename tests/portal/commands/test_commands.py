"""The ``portal`` command on a real instance, as an operator runs it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.commands import portal

Run = Callable[..., Result]
ENTRIES = 60 + 10 + 9
"""Agreements, registers and pages of the demonstration: each is published once."""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    instance = tmp_path / "instance"
    instance.mkdir()
    settings = instance / "portal.toml"
    settings.write_text(f'mode = "demonstration"\nsecret_key = "{"s" * 40}"\n')
    settings.chmod(0o600)
    monkeypatch.setenv("INSTANCE", str(instance))

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(portal, list(arguments), catch_exceptions=False)

    yield call


def test_the_demonstration_loads_once(run: Run) -> None:
    first, second = run("demo", "load"), run("demo", "load")
    assert (first.output.splitlines()[0], second.output.splitlines()[0]) == (
        "60 agreements added",
        "0 agreements added",
    )
    assert first.output.splitlines()[1:] == second.output.splitlines()[1:]


def test_the_record_verifies_and_its_head_is_found_again(run: Run) -> None:
    run("demo", "load")
    head = run("record", "head").output.strip()
    report = run("record", "verify", "--head", head)
    assert (report.exit_code, report.output.splitlines()[-1]) == (0, "The record is sound.")
    forged = run("record", "verify", "--head", "3:" + "0" * 64)
    assert (forged.exit_code, forged.output.splitlines()[-1]) == (1, "The record is NOT sound.")


def test_the_export_has_a_line_for_every_entry(run: Run) -> None:
    run("demo", "load")
    lines = [json.loads(line) for line in run("record", "export").output.splitlines()]
    assert [line["sequence"] for line in lines] == list(range(1, ENTRIES + 1))


def test_a_redaction_leaves_a_sound_record_with_a_gap(run: Run) -> None:
    run("demo", "load")
    done = run("record", "redact", "2", "--authority", "Order 7")
    assert done.output == f"redacted by entry {ENTRIES + 1}; 0 files removed\n"
    report = run("record", "verify").output.splitlines()
    assert report[-2:] == ["gap: sequence 2: redacted", "The record is sound."]


def test_the_index_is_rebuilt_and_its_status_told(run: Run) -> None:
    run("demo", "load")
    assert run("search", "status").output == f"record {ENTRIES}, index to be rebuilt\n"
    assert run("search", "rebuild").output == f"rebuilt up to sequence {ENTRIES}, 180 documents\n"
    assert run("search", "status").output == f"record {ENTRIES}, index {ENTRIES}\n"


def test_check_says_what_is_wrong_and_then_that_nothing_is(run: Run) -> None:
    run("demo", "load")
    before = run("check")
    assert (before.exit_code, before.output.splitlines()[-1]) == (1, "1 faults.")
    run("jobs", "run")
    after = run("check")
    assert (after.exit_code, after.output.splitlines()[-1]) == (0, "Nothing is wrong.")


def test_people_are_invited_listed_and_given_roles(run: Run) -> None:
    run("people", "add", "a@city.example", "--name", "A", "--office", "edc", "--role", "editor")
    run("people", "role", "a@city.example", "publisher", "translator")
    assert run("people", "list").output == "a@city.example\tA\tpublisher, translator\n"


def test_routes_are_printed_with_who_may_enter(run: Run) -> None:
    lines = run("routes").output.splitlines()
    assert [line.split()[-1] for line in lines if " /<language:language>/staff/ " in line] == ["staff.enter"]
    assert [line for line in lines if line.endswith("None")] == []


def test_a_second_upgrade_changes_nothing(run: Run) -> None:
    assert [run("db", "upgrade").output for _ in range(2)] == ["upgraded\n", "already up to date\n"]
