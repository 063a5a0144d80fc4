"""Backup, restore and training as an operator runs them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from content.files import FileStore
from portal.commands import portal

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Call ``portal`` on a training instance, or on the one that ``instance=`` names."""

    def call(*arguments: str, instance: str = "training") -> Result:
        folder = tmp_path / instance
        folder.mkdir(exist_ok=True)
        settings = folder / "portal.toml"
        settings.write_text(
            f'mode = "training"\nsecret_key = "{"s" * 40}"\npublic_url = "https://training.city.example"\n'
        )
        settings.chmod(0o600)
        monkeypatch.setenv("INSTANCE", str(folder))
        return CliRunner().invoke(portal, list(arguments), catch_exceptions=False)

    yield call


def add(run: Run, name: str) -> None:
    run("people", "add", f"{name}@city.example", "--name", name, "--office", "edc", "--role", "editor")


def names(run: Run, instance: str = "training") -> list[str]:
    return [line.split("\t")[1] for line in run("people", "list", instance=instance).output.splitlines()]


def test_what_was_backed_up_is_given_to_an_empty_instance(run: Run, tmp_path: Path) -> None:
    run("db", "upgrade")
    add(run, "ana")
    kept = run("backup", str(tmp_path / "kept"))
    given = run("restore", str(tmp_path / "kept"), instance="other")
    assert (kept.exit_code, given.exit_code, names(run, "other")) == (0, 0, ["ana"])
    assert kept.output.splitlines()[-1] == given.output.splitlines()[-1]


def test_a_backup_does_not_write_over_another(run: Run, tmp_path: Path) -> None:
    run("db", "upgrade")
    run("backup", str(tmp_path / "kept"))
    again = run("backup", str(tmp_path / "kept"))
    assert (again.exit_code, again.output) == (1, f"{tmp_path / 'kept'} is not empty; nothing was done.\n")


def test_r07_a_truncated_backup_is_refused_in_plain_words(run: Run, tmp_path: Path) -> None:
    run("db", "upgrade")
    add(run, "ana")
    run("backup", str(tmp_path / "kept"))
    part = tmp_path / "kept" / "tables" / "people.jsonl.gz"
    part.write_bytes(part.read_bytes()[:20])
    refused = run("restore", str(tmp_path / "kept"), instance="other")
    assert (refused.exit_code, refused.output) == (
        1,
        "The backup is refused; nothing was done:\n- tables/people.jsonl.gz: it was altered\n",
    )


def test_a_full_database_is_replaced_only_when_told_so(run: Run, tmp_path: Path) -> None:
    run("db", "upgrade")
    run("backup", str(tmp_path / "kept"))
    add(run, "ana")
    refused = run("restore", str(tmp_path / "kept"))
    assert (refused.exit_code, names(run)) == (1, ["ana"])
    assert (run("restore", str(tmp_path / "kept"), "--replace").exit_code, names(run)) == (0, [])


def test_a_training_goes_back_to_where_it_began(run: Run, tmp_path: Path) -> None:
    run("db", "upgrade")
    add(run, "ana")
    assert run("training", "reset").output == "There is no starting point yet: portal training begin makes one.\n"
    run("training", "begin")
    add(run, "bo")
    run("jobs", "run")
    mails = tmp_path / "training" / "mail"
    assert (names(run), len(list(mails.glob("*.eml")))) == (["ana", "bo"], 2)
    assert (run("training", "reset").exit_code, names(run), mails.exists()) == (0, ["ana"], False)


def test_only_a_training_can_be_reset(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("db", "upgrade")
    monkeypatch.setenv("MODE", "production")
    monkeypatch.setenv("MAIL_URL", "smtp://mail.city.example")
    refused = run("training", "reset")
    assert (refused.exit_code, refused.output) == (1, "This instance is not a training: set MODE to training.\n")


def test_a_folder_that_cannot_be_written_is_told_in_plain_words(run: Run, tmp_path: Path) -> None:
    run("db", "upgrade")
    (tmp_path / "file").write_text("in the way")
    refused = run("backup", str(tmp_path / "file" / "kept"))
    assert refused.exit_code == 1
    assert refused.output.startswith("The backup could not be written, and nothing of it is left: [Errno 20]")
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_file_store_that_cannot_be_written_leaves_the_database_as_it_was(run: Run, tmp_path: Path) -> None:
    run("db", "upgrade")
    add(run, "ana")
    files = tmp_path / "training" / "files"
    FileStore(files).put(b"a file")
    run("backup", str(tmp_path / "kept"))
    shutil.rmtree(files)
    files.write_text("in the way")
    add(run, "bo")
    refused = run("restore", str(tmp_path / "kept"), "--replace")
    assert (refused.exit_code, names(run)) == (1, ["ana", "bo"])
    assert refused.output.startswith("The files could not be stored; the database is as it was: ")
