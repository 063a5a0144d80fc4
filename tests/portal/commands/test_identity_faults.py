"""A pack or an identity with a fault stops every command in plain words, before anything is written."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from portal.commands import main
from tests.cities.puerto_alerce import FOLDER


@dataclass(frozen=True)
class Told:
    """How a command ended, and what it said; words to end with go to the standard error."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Told]


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A copy of the second city's folder, to be spoilt."""
    return Path(shutil.copytree(FOLDER, tmp_path / "city"))


@pytest.fixture
def run(city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    for name, value in {
        "INSTANCE": str(tmp_path / "instance"), "DEMONSTRATION_DATA": str(city), "MODE": "demonstration",
        "SECRET_KEY": "s" * 32, "MAIL_URL": "",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)

    def call(*arguments: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["portal", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        words = code if isinstance(code, str) else ""
        return Told(1 if words else int(code or 0), capsys.readouterr().out, words)

    return call


def spoil(city: Path, edit: Callable[[Any], object], file: str = "pack.yaml") -> None:
    path = city / "pack" / file
    content = yaml.safe_load(path.read_text("utf-8"))
    edit(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")


@pytest.mark.parametrize(
    "edit,file,fault",
    [
        (lambda pack: pack.update(number="three"), "pack.yaml", "pack.yaml: number: must be a whole number, not text"),
        (lambda pack: pack["elements"][0].update(clause="PA-99"), "pack.yaml",
         "pack.yaml: elements[0].clause: there is no clause 'PA-99' under clauses"),
        (lambda pack: pack["categories"][0]["steps"][1].update(after="h-examen"), "pack.yaml",
         "pack.yaml: categories[0].steps: a cycle or a gap: no way leads from the first step to "
         "'h-recursos', 'h-examen', 'h-concejo'"),
        (lambda pack: pack["categories"][0]["steps"][1].update(kind="lottery"), "pack.yaml",
         "pack.yaml: categories[0].steps[1].kind: there is no kind of step 'lottery'"),
        (lambda pack: pack["criteria"].append(dict(pack["criteria"][0])), "pack.yaml",
         "pack.yaml: criteria[3].id: the id 'gobierno-elegido' is given twice"),
        (lambda texts: texts["sections"].pop("remitente"), "texts/fr.yaml",
         "texts/fr.yaml: sections.remitente: the text is missing"),
    ],
    ids=["type", "clause", "cycle", "kind", "twice", "text"],
)  # fmt: skip
def test_a_pack_with_a_fault_stops_the_start_and_nothing_is_written(
    run: Run, city: Path, tmp_path: Path, edit: Callable[[Any], object], file: str, fault: str
) -> None:
    spoil(city, edit, file)
    for command in (("check",), ("run",), ("db", "upgrade")):
        told = run(*command)
        assert (told.returncode, told.stderr) == (1, f"The policy pack has faults:\n- {fault}")
    assert not (tmp_path / "instance").exists()


def test_an_identity_with_faults_stops_the_start_and_nothing_is_written(run: Run, city: Path, tmp_path: Path) -> None:
    (city / "site.toml").write_text(
        'policy_pack = "./pack"\n[site]\ntime_zone = "Europe/Rome"\n[site.colours]\nprimary = "#f0c040"\n'
    )
    told = run("check")
    lines = told.stderr.splitlines()
    assert (told.returncode, lines[0], len(lines)) == (1, "The portal does not start like this:", 4)
    assert lines[1] == ("- [site] colours.primary: #f0c040 has a contrast of 1.7 with white text on it; it needs 4.5.")
    assert lines[3].startswith("- [site] time_zone: the policy pack states 'America/Santiago', and it alone")
    assert not (tmp_path / "instance").exists()


def test_check_tells_what_is_merely_lacking(run: Run, city: Path) -> None:
    (city / "site.toml").write_text('policy_pack = "./pack"\n[site]\nlanguages = ["en", "ja"]\n')
    spoil(city, lambda pack: pack["categories"][1]["steps"][1].update(kind="capacity"))
    run("demo", "load")
    run("jobs", "run")
    told = run("check")
    assert (told.returncode, told.stdout.splitlines()[-1]) == (0, "Nothing is wrong.")
    assert [line for line in told.stdout.splitlines() if line.startswith(("site", "note"))] == [
        "site Open Accord, Municipality of Puerto Alerce, languages en, America/Santiago",
        "note: ja is not offered: its catalogue is not complete",
        "note: [site] email is not set: readers find no address to write to",
        "note: nobody can propose in accion-conjunta: its steps must be received, assessed and then decided",
    ]


def test_people_are_invited_in_a_language_that_the_site_offers(run: Run) -> None:
    person = ("people", "add", "a@city.example", "--name", "A", "--office", "secretaria", "--role", "editor")
    refused = run(*person, "--language", "ja")
    assert (refused.returncode, refused.stderr) == (1, "The site does not offer the language ja.")
    assert run(*person).stdout == "a@city.example is invited\n"
