"""House rules about code, held by reading it. Each failure says what to do instead."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.tables import METADATA

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("content", "forms", "portal")
SOURCES = [
    path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations/versions" not in path.as_posix()
]
TEXTS = (".py", ".html", ".txt", ".css", ".js", ".svg", ".json", ".yaml", ".toml", ".po", ".pot", ".md", ".ini")
VAGUE = re.compile(r"/(utils?|helpers?|common|misc)(\.py|/)")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_a_module_does_one_thing_in_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, "split it along what its parts do"


@pytest.mark.parametrize("path", [path for path in SOURCES if path.stat().st_size], ids=_name)
def test_a_module_begins_by_saying_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), "one sentence of purpose at its head"


def test_names_say_what_a_thing_is() -> None:
    assert [_name(path) for path in SOURCES if VAGUE.search("/" + _name(path))] == []


def _calls(path: Path, attribute: str) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == attribute:
            yield node.lineno


def test_commits_happen_in_one_place() -> None:
    # The last one commits to the index, which is no database.
    allowed = {"portal/database.py", "portal/commands/instance.py", "content/search/whoosh.py"}
    found = {_name(path) for path in SOURCES if any(_calls(path, "commit"))}
    assert found <= allowed, "verbs never commit; a view is marked with @writes, a job uses database.writing()"


# Not the states of proposals and agreements: the outbox, and the words of a language.
OTHER_STATES = {"notice", "text", "other"}


def test_only_perform_assigns_a_state() -> None:
    found = [
        f"{_name(path)}:{target.lineno}"
        for path in SOURCES
        if _name(path) != "content/workflow.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute)
        and target.attr == "state"
        and not (isinstance(target.value, ast.Name) and target.value.id in OTHER_STATES)
    ]
    assert found == [], "take the subject through content.workflow.perform"


def test_nobody_asks_the_system_for_the_time_but_the_clock() -> None:
    found = [
        f"{_name(path)}:{line}"
        for path in SOURCES
        if _name(path) != "content/clock.py"
        for attribute in ("now", "utcnow", "today")
        for line in _clock_calls(path, attribute)
    ]
    assert found == [], "use content.clock, so that tests and training can say what time it is"


def _clock_calls(path: Path, attribute: str) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == attribute
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in ("datetime", "date")
        ):
            yield node.lineno


def test_the_tables_of_the_record_and_only_they_begin_with_record_or_public() -> None:

    record = {name for name in METADATA.tables if name.startswith(("record_", "public_"))}
    assert record == {
        "record_head", "record_entries", "record_bodies", "record_files",
        "public_items", "public_texts", "public_facets", "public_slugs",
    }  # fmt: skip


def test_no_code_names_the_city_of_the_demonstration() -> None:
    """Another city runs this by changing data: only the demonstration's record, its pack and their tests may name it."""
    city = "".join(("tor", "onto"))
    folders = (*PACKAGES, "tests", "static", "translations")
    allowed = (
        "content/demo/", "content/policy/packs/", "tests/content/demo/", f"tests/content/policy/test_{city}_pack.py",
    )  # fmt: skip
    found = [
        _name(path)
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in TEXTS and city in path.read_text(encoding="utf-8").lower()
    ]
    assert [name for name in found if not name.startswith(allowed)] == []
