"""Writing tables as CSV and XLSX: every cell is text, and none is one that a spreadsheet would compute."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from content.exchange.reading import companion, neutralise
from content.exchange.tables import FileFault, Table, Tables
from content.languages import gettext as _

MOST_IN_A_CELL = 32_767
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def write(tables: Tables, path: Path) -> list[Path]:
    """Write the file that the name asks for, and for CSV the elements next to it. Raises FileFault, OSError."""
    if path.suffix.lower() == ".xlsx":
        path.write_bytes(xlsx(tables))
        return [path]
    if path.suffix.lower() != ".csv":
        raise FileFault(_("The name of the file must end in .csv or .xlsx."))
    second = companion(path)
    path.write_bytes(csv_of(tables.agreements))
    second.write_bytes(csv_of(tables.elements))
    return [path, second]


def csv_of(table: Table) -> bytes:
    """A table as CSV in UTF-8, with the mark at its beginning by which spreadsheets know that."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(table.columns)
    for _number, cells in table.rows:
        writer.writerow([neutralise(cells.get(column, "")) for column in table.columns])
    return stream.getvalue().encode("utf-8-sig")


def xlsx(tables: Tables) -> bytes:
    """A workbook with a sheet for each table. Raises FileFault for text that is too long for a cell of it."""
    # Everything is looked at before the workbook is begun: one that is left half-written lingers.
    checked = [(table, list(_rows(table))) for table in (tables.agreements, tables.elements)]
    book = Workbook(write_only=True)
    for table, rows in checked:
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "B2"
        sheet.append(list(table.columns))
        for row in rows:
            sheet.append([_cell(sheet, text) if text else None for text in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _rows(table: Table) -> Iterator[list[str]]:
    for number, cells in table.rows:
        row = [UNSEEN.sub(lambda match: f"_x{ord(match[0]):04X}_", cells.get(name, "")) for name in table.columns]
        for name, text in zip(table.columns, row, strict=True):
            if len(text) > MOST_IN_A_CELL:
                raise FileFault(
                    _(
                        "Row %(row)s, %(column)s: the text is too long for a workbook. Export as CSV.",
                        row=number,
                        column=name,
                    )
                )
        yield row


def _cell(sheet: Any, text: str) -> Any:
    cell: Any = WriteOnlyCell(sheet, value="")
    # Text whatever it looks like: given as a value, "=1+1" would become a formula and "1991" a number.
    cell._value, cell.data_type = text, "s"
    cell.number_format = "@"
    return cell
