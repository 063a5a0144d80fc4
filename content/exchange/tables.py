"""Tables as files carry them: a head of column names, and rows of text under their numbers."""

from dataclasses import dataclass, field

from content.exchange.report import Fault

AGREEMENTS, ELEMENTS = "agreements", "elements"
Cells = dict[str, str]


@dataclass
class Table:
    """One table. Rows keep the number under which a spreadsheet shows them; the head is row 1."""

    name: str
    columns: list[str]
    rows: list[tuple[int, Cells]] = field(default_factory=list)


@dataclass
class Tables:
    """Everything that one file holds, with what could not be read of it."""

    agreements: Table
    elements: Table
    faults: list[Fault] = field(default_factory=list)


class FileFault(ValueError):
    """The file as a whole cannot be read or written; the message says why."""
