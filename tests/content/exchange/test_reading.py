"""Reading files: CSV as spreadsheets write it, workbooks as people fill them in, and nothing that would be computed."""

import io
import zipfile
from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.exchange import reading
from content.exchange.reading import neutralise, read, read_bytes, restore
from content.exchange.tables import FileFault
from tests.content.exchange.factories import DAY, workbook


def rows_of(found):
    return [(number, list(cells.values())) for number, cells in found.agreements.rows]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
def test_comma_semicolon_and_tab_are_told_by_the_head(mark, before):
    content = before + f'key{mark}title_en\r\na{mark}"x{mark}y, z; and more"\r\n'.encode()
    assert rows_of(read_bytes(content, "a.csv")) == [(2, ["a", f"x{mark}y, z; and more"])]


def test_rows_keep_the_number_a_spreadsheet_shows():
    found = read_bytes(b'key,title_en\r\na,"two\nlines"\r\n,\r\nb\r\n', "A.CSV")
    assert found.agreements.rows == [
        (2, {"key": "a", "title_en": "two\nlines"}),
        (4, {"key": "b", "title_en": ""}),
    ]


def test_a_cell_beyond_the_head_is_a_fault():
    found = read_bytes(b"key\r\na,b\r\n", "a.csv")
    assert [(fault.row, fault.column) for fault in found.faults] == [(2, "")]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("key\r\nÉvian".encode("cp1252"), "a.csv"),
        ("key\r\na".encode("utf-16"), "a.csv"),
        (b'key\r\n"open', "a.csv"),
        (b"key\r\n" + b"x" * (reading.LONGEST_CELL + 1), "a.csv"),
        (b"," * (reading.MOST_COLUMNS + 1) + b"x\r\n", "a.csv"),
        (b"key", "a.ods"),
        (b"no archive", "a.xlsx"),
        (b"PK\x03\x04 broken", "a.xlsx"),
    ],
)
def test_what_is_no_table_is_told(content, name):
    with pytest.raises(FileFault):
        read_bytes(content, name)


def test_a_row_of_endless_cells_is_read_no_further_than_a_table_goes():
    found = read_bytes(b"key" + b"," * 100_000 + b"\r\na" + b"," * 100_000 + b"\r\nb" + b",x" * 100_000, "a.csv")
    assert (rows_of(found), [fault.row for fault in found.faults]) == ([(2, ["a"]), (3, ["b"])], [3])


def test_more_rows_than_can_be_read_are_told(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    assert len(read_bytes(b"key\na\nb\nc\n", "a.csv").agreements.rows) == 3
    with pytest.raises(FileFault):
        read_bytes(b"key\na\nb\nc\nd\n", "a.csv")


def test_days_numbers_and_yes_of_a_workbook_are_text():
    content = workbook(
        ["key", "starts_on", "signed_on", "months", "established_on", "legacy", "lat", "ends_on"],
        ["a", DAY, datetime.combine(DAY, time()), 60, 1991.0, True, -12.5, datetime.combine(DAY, time(12, 30))],
    )
    assert rows_of(read_bytes(content, "a.xlsx")) == [
        (2, ["a", "1999-05-14", "1999-05-14", "60", "1991", "yes", "-12.5", "1999-05-14 12:30:00"])
    ]


def test_a_formula_is_refused_where_it_stands_and_not_read():
    found = read_bytes(workbook(["key", "title_en"], ["a", '=HYPERLINK("http://x","y")']), "a.xlsx")
    assert [(fault.row, fault.column) for fault in found.faults] == [(2, "title_en")]
    assert rows_of(found) == [(2, ["a"])]


def test_the_first_sheet_is_read_when_none_has_the_name():
    assert rows_of(read_bytes(workbook(["key"], ["a"], sheet="Tabelle1"), "a.xlsx")) == [(2, ["a"])]


def archive(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name.replace("__", "/") + ".xml", content)
    return stream.getvalue()


def test_an_archive_that_would_unfold_into_memory_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_UNPACKED", 1000)
    with pytest.raises(FileFault, match="too large"):
        read_bytes(archive(xl__workbook="x" * 2000), "a.xlsx")


def test_a_workbook_of_endless_cells_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(reading, "MOST_MARKUP", 1000)
    cells = "<row><c><v>0</v></c></row>" * 200
    with pytest.raises(FileFault, match="divide it"):
        read_bytes(archive(xl__worksheets__sheet1=f"<sheetData>{cells}</sheetData>"), "a.xlsx")


@pytest.mark.parametrize(
    "markup",
    [
        "<?xml version='1.0'?>" + " " * 9000 + '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        " " * (reading.PIECE - 5) + '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        "<x/>".encode("utf-16"),
    ],
)
def test_markup_that_hides_its_declarations_is_refused(markup):
    with pytest.raises(FileFault, match="no sound"):
        read_bytes(archive(xl__workbook=markup), "a.xlsx")


def test_a_wide_workbook_is_read_by_its_filled_cells():
    content = workbook(["key", "title_en"], ["a", "b", "", "beyond"])
    found = read_bytes(content, "a.xlsx")
    assert (rows_of(found), [fault.row for fault in found.faults]) == ([(2, ["a", "b"])], [2])


def test_markup_that_declares_entities_is_refused():
    with pytest.raises(FileFault, match="no sound"):
        read_bytes(archive(xl__workbook='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "a.xlsx")


def test_an_archive_without_a_workbook_is_refused():
    with pytest.raises(FileFault, match="no sound"):
        read_bytes(archive(word__document="<x/>"), "a.xlsx")


def test_a_sheet_that_claims_to_be_endless_is_read_no_further_than_it_goes():
    content = workbook(["key"], ["a"])
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(entry.filename, part.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"'))
    assert rows_of(read_bytes(stream.getvalue(), "a.xlsx")) == [(2, ["a"])]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+41 22", "'+41 22"),
        ("@home", "'@home"),
        ("-cmd", "'-cmd"),
        ("＝1", "'＝1"),
        ("-12.50", "-12.50"),
        ("'t Hooft", "'t Hooft"),
        ("'=1", "''=1"),
        ("''x", "'''x"),
        ("", ""),
        ("'", "'"),
    ],
)
def test_what_a_spreadsheet_would_compute_gets_an_apostrophe(text, written):
    assert (neutralise(text), restore(written)) == (written, text)


@given(st.text(alphabet="'=+-@1a.\t\n＝", max_size=6))
def test_any_text_comes_back(text):
    assert restore(neutralise(text)) == text


def test_the_elements_of_a_csv_lie_next_to_it(tmp_path):
    (tmp_path / "record.csv").write_text("key\na\n")
    assert read(tmp_path / "record.csv").elements.rows == []
    (tmp_path / "record-elements.csv").write_text("agreement,kind\na,milestone\n")
    assert read(tmp_path / "record.csv").elements.rows == [(2, {"agreement": "a", "kind": "milestone"})]
