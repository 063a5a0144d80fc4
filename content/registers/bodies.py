"""What a register is: a dated table with a source for every row, schema ``register/1``. Pure: nothing is stored here.

A cell is text, or nothing; where a column holds words, it may be a text for each language. Numbers are decimal text and
amounts whole minor units after their currency, so that no float can come into a body.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from content.dates import is_partial_date
from content.db import JsonObject
from content.languages import KNOWN
from content.languages import gettext as _
from content.languages import mark as N_
from content.workflow import Refusal

SCHEMA = "register/1"
RULE = "C-24"
"""Each figure has its scope, its year and its source."""

MOST_COLUMNS, MOST_ROWS, LONGEST_CELL = 20, 2_000, 2_000
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KEYS = frozenset(
    ("schema", "id", "slug", "source_language", "languages", "edition", "texts", "columns", "rows"),
)
TEXTS = frozenset(("title", "summary", "note"))
WORDS = ("text", "place")
"""Kinds of column whose cells may be a text for each language."""

COUNTRY = re.compile(r"[A-Z]{2}")
NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,6})?")
AMOUNT = re.compile(r"[A-Z]{3} -?\d{1,18}")
TARGET = r"(?:(?:agreement|register):[a-z0-9-]+|https?://\S+)"
LINK = re.compile(f"{TARGET}(?: {TARGET})*")
MESSAGES = {
    "schema": N_("The schema must be %(schema)s."),
    "keys": N_("The parts must be exactly those of a register."),
    "slug": N_("Lower-case letters, digits and hyphens only."),
    "missing": N_("Something must stand here."),
    "language": N_("The languages must be known ones, the source language among them, each once."),
    "text": N_("A text must stand here, in every language of the register."),
    "twice": N_("This stands twice."),
    "kind": N_("There is no such kind of column."),
    "many": N_("These are too many, or none."),
    "column": N_("There is no such column."),
    "cell": N_("This value does not fit its column."),
    "source": N_("Every row needs a source: the document, and the section or nothing."),
}


def faults_of(body: JsonObject) -> list[Refusal]:
    """Everything that keeps a body from being a register, each with the place where it is wrong."""
    return [Refusal(RULE, _(MESSAGES[code], schema=SCHEMA), items=(place,)) for place, code in _faults(body)]


def _faults(body: JsonObject) -> Iterator[tuple[str, str]]:
    if body.get("schema") != SCHEMA:
        yield "schema", "schema"
    if set(body) != KEYS:
        yield "", "keys"
        return
    if not _is_text(body["id"]):
        yield "id", "missing"
    if not _is_slug(body["slug"]):
        yield "slug", "slug"
    if body["edition"] is not None and not _is_text(body["edition"]):
        yield "edition", "missing"
    languages = body["languages"]
    if not _are_languages(languages, body["source_language"]):
        yield "languages", "language"
        return
    yield from _faults_of_texts("texts", body["texts"], languages, TEXTS, needed="title")
    yield from _faults_of_columns(body["columns"], languages)
    stated = body["columns"] if isinstance(body["columns"], list) else []
    known = {column["key"]: column for column in stated if isinstance(column, dict) and _is_slug(column.get("key"))}
    yield from _faults_of_rows(body["rows"], known, languages)


def _faults_of_texts(
    place: str, texts: Any, languages: list[str], fields: frozenset[str], *, needed: str
) -> Iterator[tuple[str, str]]:
    if not isinstance(texts, dict) or set(texts) != set(languages):
        yield place, "text"
        return
    for tag, words in texts.items():
        is_whole = isinstance(words, dict) and {needed} <= set(words) <= fields
        if not is_whole or not all(_is_text(text) for text in words.values()):
            yield f"{place}.{tag}", "text"


def _faults_of_columns(columns: Any, languages: list[str]) -> Iterator[tuple[str, str]]:
    if not isinstance(columns, list) or not 1 <= len(columns) <= MOST_COLUMNS:
        yield "columns", "many"
        return
    seen: set[str] = set()
    for number, column in enumerate(columns):
        place = f"columns[{number}]"
        if not isinstance(column, dict) or not _is_slug(column.get("key")):
            yield place, "slug"
            continue
        if column["key"] in seen:
            yield f"{place}.key", "twice"
        seen.add(column["key"])
        if not _is_kind(column.get("kind")):
            yield f"{place}.kind", "kind"
        if set(column) - {"codes"} != {"key", "kind", "texts"}:
            yield place, "keys"
        yield from _faults_of_texts(
            f"{place}.texts", column.get("texts"), languages, frozenset(("label",)), needed="label"
        )
        yield from _faults_of_codes(f"{place}.codes", column, languages)


def _faults_of_codes(place: str, column: JsonObject, languages: list[str]) -> Iterator[tuple[str, str]]:
    codes = column.get("codes")
    if column.get("kind") != "code":
        if codes is not None:
            yield place, "keys"
        return
    if not isinstance(codes, dict) or not codes:
        yield place, "missing"
        return
    for code, labels in codes.items():
        if not _is_slug(code) or not _is_for_each(labels, languages):
            yield f"{place}.{code}", "text"


def _faults_of_rows(rows: Any, columns: dict[str, JsonObject], languages: list[str]) -> Iterator[tuple[str, str]]:
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_ROWS:
        yield "rows", "many"
        return
    seen: set[str] = set()
    for number, row in enumerate(rows):
        place = f"rows[{number}]"
        if not isinstance(row, dict) or set(row) != {"id", "values", "sources"} or not _is_slug(row["id"]):
            yield place, "keys"
            continue
        if row["id"] in seen:
            yield f"{place}.id", "twice"
        seen.add(row["id"])
        if not _are_sources(row["sources"]):
            yield f"{place}.sources", "source"
        if not isinstance(row["values"], dict):
            yield f"{place}.values", "missing"
            continue
        for key, value in row["values"].items():
            if key not in columns:
                yield f"{place}.values.{key}", "column"
            elif value is not None and not _fits(value, columns[key], languages):
                yield f"{place}.values.{key}", "cell"


def _fits(value: Any, column: JsonObject, languages: list[str]) -> bool:
    kind, codes = column.get("kind"), column.get("codes")
    if isinstance(value, dict):
        return kind in WORDS and _is_for_each(value, languages)
    if not _is_text(value) or not _is_kind(kind):
        return False
    if kind == "code":
        return isinstance(codes, dict) and all(code in codes for code in value.split(" "))
    return CELLS[str(kind)](value)


CELLS: dict[str, Callable[[str], bool]] = {
    "text": bool,
    "place": bool,
    "year": lambda text: len(text) == 4 and is_partial_date(text),
    "date": is_partial_date,
    "amount": lambda text: AMOUNT.fullmatch(text) is not None,
    "number": lambda text: NUMBER.fullmatch(text) is not None,
    "country": lambda text: COUNTRY.fullmatch(text) is not None,
    "code": bool,
    "link": lambda text: LINK.fullmatch(text) is not None,
}
"""What the text of a cell must be, by the kind of its column."""


def _is_kind(kind: Any) -> bool:
    return isinstance(kind, str) and kind in CELLS


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.strip() != "" and len(value) <= LONGEST_CELL and "\0" not in value


def _is_slug(value: Any) -> bool:
    return isinstance(value, str) and SLUG.fullmatch(value) is not None and len(value) <= 80


def _are_languages(languages: Any, source: Any) -> bool:
    if not isinstance(languages, list) or not all(isinstance(tag, str) and tag in KNOWN for tag in languages):
        return False
    return source in languages and len(set(languages)) == len(languages)


def _is_for_each(value: Any, languages: list[str]) -> bool:
    return isinstance(value, dict) and set(value) == set(languages) and all(_is_text(text) for text in value.values())


def _are_sources(sources: Any) -> bool:
    return isinstance(sources, list) and bool(sources) and all(_is_source(source) for source in sources)


def _is_source(source: Any) -> bool:
    if not isinstance(source, dict) or set(source) != {"document", "section"}:
        return False
    return _is_text(source["document"]) and (source["section"] is None or _is_text(source["section"]))
