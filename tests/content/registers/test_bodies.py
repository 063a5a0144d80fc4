"""What keeps a body from being a register, and where."""

from copy import deepcopy
from typing import Any

import pytest

from content.registers.bodies import RULE, faults_of
from tests.content.registers.factories import column, register


def places(body: dict[str, Any]) -> list[str]:
    return [fault.items[0] for fault in faults_of(body)]


def with_cell(key: str, value: Any) -> dict[str, Any]:
    body = register()
    body["rows"][0]["values"][key] = value
    return body


def test_a_register_with_every_kind_of_column_has_no_fault() -> None:
    assert faults_of(register()) == []


@pytest.mark.parametrize(
    ("part", "value", "place"),
    [
        ("schema", "register/2", "schema"),
        ("id", "", "id"),
        ("slug", "Big Words", "slug"),
        ("slug", "a" * 81, "slug"),
        ("edition", "", "edition"),
        ("edition", 2001, "edition"),
        ("languages", ["en", "en"], "languages"),
        ("languages", ["fr"], "languages"),
        ("languages", ["en", "tlh"], "languages"),
        ("languages", "en", "languages"),
        ("texts", {"en": {"title": "Only one"}}, "texts"),
        ("texts", {"en": {"title": "T"}, "fr": {"summary": "no title"}}, "texts.fr"),
        ("texts", {"en": {"title": "T", "subtitle": "x"}, "fr": {"title": "T"}}, "texts.en"),
        ("texts", {"en": {"title": "T", "note": 5}, "fr": {"title": "T"}}, "texts.en"),
        ("columns", [], "columns"),
        ("columns", "none", "columns"),
        ("rows", [], "rows"),
        ("rows", None, "rows"),
    ],
)
def test_a_wrong_part_is_named(part: str, value: Any, place: str) -> None:
    assert place in places(register(**{part: value}))


def test_a_part_too_many_and_a_part_too_few_are_told() -> None:
    fewer = register()
    del fewer["edition"]
    assert (places(register(extra=1)), places(fewer)) == ([""], [""])


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"key": "Bad key"}, "columns[0]"),
        ({"key": ["list"]}, "columns[0]"),
        ({"key": "year"}, "columns[1].key"),
        ({"kind": "float"}, "columns[0].kind"),
        ({"kind": ["text"]}, "columns[0].kind"),
        ({"texts": {"en": {"label": "x"}}}, "columns[0].texts"),
        ({"width": "3"}, "columns[0]"),
        ({"codes": {"a": {"en": "A", "fr": "A"}}}, "columns[0].codes"),
        ({"kind": "code"}, "columns[0].codes"),
        ({"kind": "code", "codes": "none"}, "columns[0].codes"),
        ({"kind": "code", "codes": {"a": {"en": "A"}}}, "columns[0].codes.a"),
    ],
)
def test_a_wrong_column_is_named(change: dict[str, Any], place: str) -> None:
    body = register()
    body["columns"][0].update(change)
    assert place in places(body)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", ""),
        ("name", "  "),
        ("name", 5),
        ("name", 1.5),
        ("name", True),
        ("name", "a\0b"),
        ("name", "x" * 2001),
        ("name", {"en": "only one"}),
        ("name", ["list"]),
        ("year", "01"),
        ("year", "2001-05"),
        ("year", {"en": "2001", "fr": "2001"}),
        ("day", "2001-13"),
        ("day", "yesterday"),
        ("money", "31800050"),
        ("money", "CAD 318000.50"),
        ("money", "CAD 9999999999999999999"),
        ("number", "8,5"),
        ("number", "1e9"),
        ("number", "NaN"),
        ("country", "Italy"),
        ("country", "it"),
        ("state", "unknown"),
        ("state", "open unknown"),
        ("state", "open  shut"),
        ("to", "javascript:alert(1)"),
        ("to", "agreement:Milan"),
        ("to", "milan"),
        ("to", "https://a.example b"),
    ],
)
def test_a_value_that_does_not_fit_its_column_is_named(key: str, value: Any) -> None:
    assert places(with_cell(key, value)) == [f"rows[0].values.{key}"]


def test_a_value_without_a_column_is_named() -> None:
    assert places(with_cell("colour", "blue")) == ["rows[0].values.colour"]


@pytest.mark.parametrize(
    "sources", [[], None, [{"document": "Report"}], [{"document": "", "section": None}], ["Report"], "Report"]
)
def test_c24_every_row_needs_a_source(sources: Any) -> None:
    body = register()
    body["rows"][1]["sources"] = sources
    assert [(fault.rule, fault.items) for fault in faults_of(body)] == [(RULE, ("rows[1].sources",))]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("text", "rows[0]"),
        ({"id": "a", "values": {}}, "rows[0]"),
        ({"id": "A b", "values": {}, "sources": []}, "rows[0]"),
        ({"id": "x", "values": [], "sources": [{"document": "R", "section": None}]}, "rows[0].values"),
    ],
)
def test_a_wrong_row_is_named(row: Any, place: str) -> None:
    body = register()
    body["rows"][0] = row
    assert places(body) == [place]


def test_a_row_that_stands_twice_is_named() -> None:
    body = register()
    body["rows"].append(deepcopy(body["rows"][0]))
    assert places(body) == ["rows[3].id"]


def test_there_is_a_limit_to_rows_and_columns() -> None:
    body = register(columns=[column(f"c{number}", "text") for number in range(21)])
    body["rows"] = [{**body["rows"][0], "id": f"r{number}", "values": {}} for number in range(2001)]
    assert places(body) == ["columns", "rows"]


def test_every_fault_is_told_at_once() -> None:
    body = with_cell("year", "soon")
    body["rows"][2]["sources"] = []
    body["slug"] = "-"
    assert places(body) == ["slug", "rows[0].values.year", "rows[2].sources"]
