"""The order of rows by a column."""

import pytest

from content.db import JsonObject
from content.registers.ordering import in_order
from tests.content.registers.factories import KINDS, column, register


def words(_column: JsonObject, value: object) -> str:
    return value["en"] if isinstance(value, dict) else str(value)


@pytest.mark.parametrize(
    ("key", "up", "down"),
    [
        ("name", "cab", "bac"),
        ("year", "abc", "bac"),
        ("day", "abc", "bac"),
        ("money", "bac", "abc"),
        ("number", "bac", "abc"),
        ("country", "abc", "bac"),
        ("state", "bac", "abc"),
    ],
)
def test_rows_are_sorted_by_meaning_and_empty_cells_stay_last(key: str, up: str, down: str) -> None:
    rows, sorted_by = register()["rows"], column(key, KINDS[key])
    ids = [
        "".join(row["id"] for row in in_order(rows, sorted_by, descending=descending, words=words))
        for descending in (False, True)
    ]
    assert ids == [up, down]


def test_ten_comes_after_eight_and_a_half() -> None:
    found = in_order(register()["rows"], column("number", "number"), descending=False, words=words)
    assert [row["values"]["number"] for row in found] == ["8.5", "10", None]
