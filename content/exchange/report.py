"""What came of an import: what was made and changed, or everything that stands in its way, cell by cell."""

from dataclasses import dataclass, field

LONGEST_VALUE = 60


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the row as the spreadsheet numbers it, the column, what is wrong, what stands there."""

    row: int
    column: str
    message: str
    value: str = ""
    table: str = "agreements"

    @property
    def shown(self) -> str:
        """What stands in the cell, cut to what a list of faults can show."""
        text = " ".join(self.value.split())
        return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"

    def __str__(self) -> str:
        place = f"row {self.row}" if self.table == "agreements" else f"{self.table} row {self.row}"
        about = f"{place}, {self.column}" if self.column else place
        return f"{about}: {self.message}" + (f" [{self.shown}]" if self.value else "")


@dataclass
class Report:
    """Keys of agreements by what happened to them. With faults nothing has been stored."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.faults

    def in_order(self) -> list[Fault]:
        """The faults as one reads a file: agreements first, then by row."""
        return sorted(self.faults, key=lambda fault: (fault.table != "agreements", fault.table, fault.row))
