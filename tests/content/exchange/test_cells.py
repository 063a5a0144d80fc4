"""Cells: what is written is read as the same value, and what is no value is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.exchange import cells
from content.exchange.cells import CellFault

KINDS = {
    "date": (cells.DATE, ["1991", "2006-05", "2006-05-14"]),
    "whole": (cells.WHOLE, [0, 60]),
    "yes_no": (cells.YES_NO, [True, False]),
    "latitude": (cells.LATITUDE, ["-12.50", "90", "0.1"]),
    "longitude": (cells.LONGITUDE, ["-180", "28.00"]),
    "names": (cells.NAMES, [["a"], ["a;b", "c\\d", "e\\;f"], ["كيتو", "Quito"]]),
    "goals": (cells.GOALS, [[{"code": "ipf-1", "basis": "category-level"}, {"code": "x", "basis": "stated"}]]),
    "sources": (
        cells.SOURCES,
        [
            [{"document": "Report", "section": "Table 1"}, {"document": "Minutes", "section": None}],
            [{"document": "a | b", "section": None}],
            [{"document": "two\nlines", "section": "x"}],
            [{"document": "[1] Report", "section": None}],
            [{"document": "Report", "page": 7}],
        ],
    ),
    "json": (cells.JSON_LIST, [[{"a": None, "b": ["c", 1, True]}]]),
}


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in KINDS.values() for value in values])
def test_what_is_written_is_read_as_the_same_value(kind, value):
    assert kind.read(kind.write(value)) == value


@pytest.mark.parametrize("kind", [kind for kind, _values in KINDS.values()])
def test_an_empty_cell_stands_for_nothing(kind):
    assert (kind.read(" \n"), kind.write(kind.empty)) == (kind.empty, "")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (cells.DATE, "2006-02-30"),
        (cells.DATE, "14 May 2006"),
        (cells.DATE, "2006-5"),
        (cells.WHOLE, "12.5"),
        (cells.WHOLE, "-1"),
        (cells.WHOLE, "9999999"),
        (cells.YES_NO, "perhaps"),
        (cells.LATITUDE, "90.1"),
        (cells.LATITUDE, "45,46"),
        (cells.LONGITUDE, "1e2"),
        (cells.GOALS, "ipf-1 (stated) and more"),
        (cells.JSON_LIST, "{}"),
        (cells.JSON_LIST, "[1.5]"),
        (cells.JSON_LIST, "[NaN]"),
        (cells.JSON_LIST, "[" * 100_000),
        (cells.JSON_LIST, '["\\u0000"]'),
        (cells.JSON_LIST, '["\\ud800"]'),
        (cells.JSON_LIST, "[" + "9" * 5000 + "]"),
        (cells.JSON_OBJECT, "[]"),
        (cells.SOURCES, "[not json"),
    ],
)
def test_what_is_no_value_is_told(kind, text):
    with pytest.raises(CellFault):
        kind.read(text)


@given(st.lists(st.text(alphabet="a;\\ \n.", min_size=1).filter(lambda text: text.strip() == text)))
def test_any_names_come_back(names):
    assert cells.split(cells.join(names)) == names


def test_stored_text_is_compared_without_blanks_and_in_one_form():
    assert (cells.normal(" e\u0301\r\n"), cells.normal("  "), cells.normal([" a ", ""])) == ("é", None, ["a"])
