"""A register as a table that readers see: cells in words of their language, links, and the order they asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from content.db import JsonObject
from content.languages import current
from content.policy.money import in_major_units
from content.record.queries import Card
from content.registers.ordering import in_order
from portal.language import format_money, format_partial_date
from portal.markup import country_name
from portal.views.public.presenting import foreign_tag, quantity, text_of

DESCENDING = "desc"
NUMERIC = ("amount", "number")


@dataclass(frozen=True)
class Piece:
    """A part of a cell: its words, the tag of their language when it is another than the page's, where it leads."""

    text: str
    language: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Heading:
    """The head of a column: its words, the address that sorts by it, how it is sorted now."""

    key: str
    label: str
    language: str | None
    kind: str
    url: str
    order: str | None
    """``ascending`` or ``descending`` for the column that the table is sorted by."""


@dataclass(frozen=True)
class Row:
    """A row: its anchor, the pieces of each cell in the order of the columns, its sources."""

    id: str
    cells: list[list[Piece]]
    sources: list[JsonObject]


@dataclass(frozen=True)
class Table:
    """The whole of it."""

    headings: list[Heading]
    rows: list[Row]


def table_of(body: JsonObject, cards: Mapping[str, Card], *, sort: str, order: str) -> Table:
    """The table of a register; ``sort`` is the key of a column, anything else leaves the rows as they were entered."""
    chosen = next((column for column in body["columns"] if column["key"] == sort), None)
    is_descending = order == DESCENDING
    rows = body["rows"]
    if chosen is not None:
        rows = in_order(rows, chosen, descending=is_descending, words=lambda c, v: words_of(body, c, v, cards))
    return Table(
        [_heading(body, column, chosen, is_descending) for column in body["columns"]],
        [
            Row(
                row["id"],
                [pieces(body, c, row["values"].get(c["key"]), cards) for c in body["columns"]],
                row["sources"],
            )
            for row in rows
        ],
    )


def _heading(body: JsonObject, column: JsonObject, chosen: JsonObject | None, is_descending: bool) -> Heading:
    is_chosen = column is chosen
    turned = is_chosen and not is_descending
    address = url_for("registers.page", key=body["slug"], sort=column["key"], order=DESCENDING if turned else None)
    order = ("descending" if is_descending else "ascending") if is_chosen else None
    texts, source = column["texts"], body["source_language"]
    label, language = text_of(texts, "label", source), foreign_tag(texts, "label", source)
    return Heading(column["key"], label, language, column["kind"], address, order)


def pieces(body: JsonObject, column: JsonObject, value: Any, cards: Mapping[str, Card]) -> list[Piece]:
    """A cell in the reader's words; no piece at all for an empty one."""
    if value is None:
        return []
    if isinstance(value, dict):
        return [_told(body, value)]
    if column["kind"] == "code":
        return [_told(body, column["codes"][code]) for code in value.split(" ")]
    if column["kind"] == "link":
        return [_linked(name, cards) for name in value.split(" ")]
    return [Piece(_shown(column["kind"], value))]


def words_of(body: JsonObject, column: JsonObject, value: Any, cards: Mapping[str, Card]) -> str:
    """The same as plain text."""
    return ", ".join(piece.text for piece in pieces(body, column, value, cards))


def plain(body: JsonObject, column: JsonObject, value: Any, cards: Mapping[str, Card]) -> str:
    """A cell for tables that are computed with: numbers and dates as they are stored, all else in words."""
    if value is None:
        return ""
    if column["kind"] == "amount":
        currency, minor = value.split(" ")
        return f"{in_major_units(int(minor), currency)} {currency}"
    if column["kind"] in ("number", "year", "date", "country"):
        return str(value)
    return words_of(body, column, value, cards)


def _told(body: JsonObject, words: Mapping[str, str]) -> Piece:
    """Words in the reader's language, else in the source's, which is marked."""
    texts, source = {tag: {"cell": text} for tag, text in words.items()}, body["source_language"]
    return Piece(text_of(texts, "cell", source), foreign_tag(texts, "cell", source))


def _shown(kind: str, value: str) -> str:
    """A value without words of its own, as the reader's language writes it."""
    if kind == "amount":
        currency, minor = value.split(" ")
        return format_money(int(minor), currency)
    if kind == "date":
        return format_partial_date(value)
    if kind == "country":
        return country_name(value)
    return (quantity(value, None) or value) if kind == "number" else value


def _linked(name: str, cards: Mapping[str, Card]) -> Piece:
    """What a cell points to: an item under its present title, a page elsewhere under its host, else the name alone."""
    if name.startswith(("https://", "http://")):
        return Piece(name.split("/")[2], url=name)
    kind, _, slug = name.partition(":")
    card = cards.get(name)
    if card is None:
        return Piece(slug)
    endpoint = "agreements.page" if kind == "agreement" else "registers.page"
    language = card.language if card.language != current().tag else None
    return Piece(card.title, language, url_for(endpoint, key=card.item.slug))
