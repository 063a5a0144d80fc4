"""Reading tables from CSV and XLSX. A file that cannot be read at all raises FileFault, a bad cell becomes a fault.

Nothing in a file is ever computed: a formula is refused, and what an export neutralised is taken back.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL

from content.exchange.report import Fault
from content.exchange.tables import AGREEMENTS, ELEMENTS, FileFault, Table, Tables
from content.languages import gettext as _

MOST_ROWS = 100_000
MOST_COLUMNS = 400
LONGEST_CELL = 1_000_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_MARKUP = 4_000_000
"""Elements are what a workbook costs to read, not bytes: 10,000 full rows have two and a half million."""
PIECE = 1024 * 1024
DELIMITERS = (",", ";", "\t")
DANGEROUS = "=+-@\t\r\n＝＋－＠"
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
HIDDEN_CHARACTER = re.compile(r"_x([0-9A-Fa-f]{4})_")
MARKUP_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
csv.field_size_limit(LONGEST_CELL)


def read(path: Path) -> Tables:
    """The tables of a file; the elements of a CSV lie in a second file next to it. Raises FileFault, OSError."""
    elements = companion(path)
    second = elements.read_bytes() if elements.exists() else None
    return read_bytes(path.read_bytes(), path.name, second)


def companion(path: Path) -> Path:
    """The file of the elements that belongs to a CSV of agreements: ``record.csv`` has ``record-elements.csv``."""
    return path.with_name(f"{path.stem}-{ELEMENTS}{path.suffix}")


def read_bytes(content: bytes, name: str, elements: bytes | None = None) -> Tables:
    """The tables of a file by the ending of its name. Raises FileFault."""
    if name.lower().endswith(".xlsx"):
        return _read_xlsx(content)
    if not name.lower().endswith(".csv"):
        raise FileFault(_("The name of the file must end in .csv or .xlsx."))
    faults: list[Fault] = []
    first = _table(AGREEMENTS, _csv_rows(content), faults)
    second = Table(ELEMENTS, []) if elements is None else _table(ELEMENTS, _csv_rows(elements), faults)
    return Tables(first, second, faults)


def neutralise(text: str) -> str:
    """Text that no spreadsheet takes for a formula; ``restore`` gives the same text back."""
    needs_it = text[:1] in DANGEROUS if text else False
    is_like_it = text[:1] == "'" and (text[1:2] == "'" or (text[1:2] != "" and text[1:2] in DANGEROUS))
    return f"'{text}" if is_like_it or (needs_it and not NUMBER.fullmatch(text)) else text


def restore(text: str) -> str:
    """The text without the apostrophe that ``neutralise`` put before it."""
    is_marked = text[:1] == "'" and len(text) > 1 and (text[1] == "'" or text[1] in DANGEROUS)
    return text[1:] if is_marked else text


def _csv_rows(content: bytes) -> Iterator[list[Any]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileFault(_("The file is not in UTF-8: save it as “CSV UTF-8”.")) from error
    # The head alone decides: words in the rows may hold any of the three.
    head = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=lambda mark: (head.count(mark), -DELIMITERS.index(mark)))
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            # What stands beyond the last column that a table may have is told as one cell.
            yield [*map(restore, row[:MOST_COLUMNS]), "".join(row[MOST_COLUMNS:])]
    except csv.Error as error:
        raise FileFault(
            _("The file is no sound CSV: a quotation mark is not closed, or a cell is too long.")
        ) from error


def _read_xlsx(content: bytes) -> Tables:
    _check_archive(content)
    faults: list[Fault] = []
    try:
        book = load_workbook(io.BytesIO(content), read_only=True)
        first = book[AGREEMENTS] if AGREEMENTS in book.sheetnames else book.worksheets[0]
        agreements = _table(AGREEMENTS, _xlsx_rows(first), faults)
        elements = Table(ELEMENTS, [])
        if ELEMENTS in book.sheetnames:
            elements = _table(ELEMENTS, _xlsx_rows(book[ELEMENTS]), faults)
    except FileFault:
        raise
    except (
        zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, IndexError, AttributeError, EOFError, OSError,
        RuntimeError, NotImplementedError, OverflowError, AssertionError,
    ) as error:  # fmt: skip
        raise FileFault(_("The file is no sound XLSX workbook.")) from error
    return Tables(agreements, elements, faults)


def _check_archive(content: bytes) -> None:
    """Refuse what would unfold into memory, and markup that declares entities. Raises FileFault."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise FileFault(_("The file is too large once it is unpacked."))
            markup = 0
            for entry in archive.infolist():
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        markup += _markup_of(part)
                if markup > MOST_MARKUP:
                    raise FileFault(_("The workbook holds too much to be read at once; divide it."))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
        if isinstance(error, FileFault):
            raise
        raise FileFault(_("The file is no sound XLSX workbook.")) from error


def _markup_of(part: IO[bytes]) -> int:
    """How much markup a part holds; what no spreadsheet writes is refused. Raises FileFault."""
    found, end = 0, b""
    while found <= MOST_MARKUP and (piece := part.read(PIECE)):
        # Another encoding than UTF-8 would hide the declarations.
        if b"\0" in piece or MARKUP_DECLARATION.search(end + piece):
            raise FileFault(_("The file is no sound XLSX workbook."))
        found, end = found + piece.count(b"<"), piece[-16:]
    return found


class _Formula:
    """A cell that would have to be computed."""


def _xlsx_rows(sheet: Any) -> Iterator[list[Any]]:
    # A sheet may claim any size: what is read is bounded here, not by its word.
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1):
        # Rows are filled up to the last column; those cells are most of them, and cost nothing.
        yield ["" if cell is EMPTY_CELL else _Formula() if cell.data_type == "f" else _text(cell.value) for cell in row]


def _text(value: Any) -> str:
    """What a cell shows, as text: days as 2026-03-31, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return HIDDEN_CHARACTER.sub(lambda match: chr(int(match[1], 16)), str(value))


def _table(name: str, rows: Iterable[Sequence[Any]], faults: list[Fault]) -> Table:
    """Head and rows; empty rows are passed over, and what cannot be read is noted. Raises FileFault."""
    numbered = enumerate(rows, start=1)
    head = [cell if isinstance(cell, str) else "" for cell in next(numbered, (1, ()))[1]]
    columns = [cell.strip() for cell in head]
    while columns and not columns[-1]:
        columns.pop()
    if len(columns) > MOST_COLUMNS:
        raise FileFault(_("A table has %(most)s columns at most.", most=MOST_COLUMNS))
    table = Table(name, columns)
    for number, row in numbered:
        if any(row):
            table.rows.append((number, _cells(name, columns, number, row, faults)))
        if number > MOST_ROWS + 1:
            raise FileFault(_("A table has %(most)s rows at most; divide it.", most=MOST_ROWS))
    return table


def _cells(name: str, columns: list[str], number: int, row: Sequence[Any], faults: list[Fault]) -> dict[str, str]:
    cells = dict.fromkeys(columns[len(row) :], "")
    for column, cell in zip(columns, row, strict=False):
        if isinstance(cell, _Formula):
            faults.append(Fault(number, column, _("A formula is not read: put its value in."), table=name))
        else:
            cells[column] = cell
    if any(row[len(columns) :]):
        faults.append(Fault(number, "", _("The row has more cells than the table has columns."), table=name))
    return cells
