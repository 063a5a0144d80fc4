"""In which order the rows of a register stand: as they were entered, or by a column, empty cells at the end."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from content.db import JsonObject
from content.record.projections import sort_key

Words = Callable[[JsonObject, Any], str]
"""(column, cell) -> the words that readers see."""


def in_order(rows: Sequence[JsonObject], column: JsonObject, *, descending: bool, words: Words) -> list[JsonObject]:
    """The rows by one column: numbers and dates by what they mean, the rest by the words that readers see."""
    filled = [row for row in rows if row["values"].get(column["key"]) is not None]
    empty = [row for row in rows if row["values"].get(column["key"]) is None]
    return sorted(filled, key=_key(column, words), reverse=descending) + empty


def _key(column: JsonObject, words: Words) -> Callable[[JsonObject], Any]:
    def key(row: JsonObject) -> Any:
        value = row["values"][column["key"]]
        if column["kind"] == "number":
            return Decimal(value)
        if column["kind"] == "amount":
            currency, minor = value.split(" ")
            return currency, int(minor)
        # Partial dates are written from the year on: their text is their order.
        return value if column["kind"] in ("year", "date") else sort_key(words(column, value))

    return key
