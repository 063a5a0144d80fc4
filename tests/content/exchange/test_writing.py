"""Writing files: they are read as the same tables, and no cell of them is a formula."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from content.exchange.reading import read, read_bytes
from content.exchange.tables import FileFault
from content.exchange.writing import MOST_IN_A_CELL, csv_of, write, xlsx
from tests.content.exchange.factories import tables

ODD = [
    "=1+1",
    "1991",
    "00012",
    "-12.50",
    "a;b,c\td",
    'say "x"',
    "two\nlines",
    "_x000D_",
    "tab\vbell\x07",
    "é عربي 简体",
    "'=1",
]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_odd_text_comes_back(tmp_path, ending):
    given_ = tables(*({"key": f"k{number}", "title_en": text} for number, text in enumerate(ODD)))
    write(given_, tmp_path / f"a.{ending}")
    assert read(tmp_path / f"a.{ending}").agreements == given_.agreements


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\r\x00"), max_size=12))
def test_any_text_comes_back_from_a_workbook(text):
    given_ = tables({"key": "k", "title_en": f"{text}|"})
    assert read_bytes(xlsx(given_), "a.xlsx").agreements == given_.agreements


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=12))
def test_any_text_comes_back_from_a_csv(text):
    given_ = tables({"key": "k", "title_en": text})
    assert read_bytes(csv_of(given_.agreements), "a.csv").agreements == given_.agreements


def test_every_cell_of_a_workbook_is_text():
    book = load_workbook(io.BytesIO(xlsx(tables({"key": "k", "title_en": "=1+1", "starts_on": "1991"}))))
    found = [(cell.value, cell.data_type, cell.number_format) for cell in book["agreements"][2]]
    assert found == [("k", "s", "@"), ("=1+1", "s", "@"), ("1991", "s", "@")]


def test_text_that_no_workbook_can_hold_is_told():
    with pytest.raises(FileFault, match="Row 2, title_en"):
        xlsx(tables({"key": "k", "title_en": "x" * (MOST_IN_A_CELL + 1)}))


def test_another_ending_is_told(tmp_path):
    with pytest.raises(FileFault):
        write(tables({"key": "k"}), tmp_path / "a.ods")


def test_a_csv_begins_with_the_mark_of_utf_8():
    assert csv_of(tables({"key": "k"}).agreements) == b"\xef\xbb\xbfkey\r\nk\r\n"
