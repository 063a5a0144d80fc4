"""What stands in one cell of a table: text in, value out, and back. What is written is read as the same value."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from content import dates
from content.db import JsonObject, nfc, nfc_deep
from content.languages import gettext as _

LONGEST_NUMBER = 6
GOAL = re.compile(r"(?P<code>[^\s()]+)(\s*\((?P<basis>[a-z-]+)\))?")
DECIMAL = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,12})?")
SEPARATED = re.compile(r"(?:[^;\\]|\\.)+", re.DOTALL)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# Neither NUL nor half a surrogate pair can be stored in every database.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class CellFault(ValueError):
    """The text of a cell is no value of its column; the message says what would be."""


@dataclass(frozen=True)
class Kind:
    """A kind of cell. ``parse`` raises CellFault; an empty cell is never parsed and stands for ``empty``."""

    parse: Callable[[str], Any]
    show: Callable[[Any], str]
    empty: Any = None

    def read(self, text: str) -> Any:
        """The value of a cell. Raises CellFault."""
        text = tidy(text)
        return self.parse(text) if text else self.empty

    def write(self, value: Any) -> str:
        """The text of a value; nothing for none."""
        return "" if value is None or value in ("", [], {}) else self.show(value)


def tidy(text: str) -> str:
    """Text as it is compared and stored: NFC, one kind of line end, no blanks at its ends."""
    return nfc(text).strip()


def normal(value: Any) -> Any:
    """A stored value as a cell can tell it: tidy text, none for blank text, no blank names in a list of names."""
    if isinstance(value, str):
        return tidy(value) or None
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return [tidy(part) for part in value if tidy(part)]
    return nfc_deep(value)


def check_storable(text: str) -> None:
    """Raises CellFault for text that not every database can keep."""
    if UNSTORABLE.search(text):
        raise CellFault(_("The cell holds a character that cannot be stored."))


def _partial_date(text: str) -> str:
    if not dates.is_partial_date(text):
        raise CellFault(_("Enter a real date, like 2026, 2026-03 or 2026-03-31."))
    return text


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise CellFault(_("Enter a whole number."))
    return int(text)


YES_NO_WORDS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def _yes_no(text: str) -> bool:
    if text.casefold() not in YES_NO_WORDS:
        raise CellFault(_("Enter yes or no."))
    return YES_NO_WORDS[text.casefold()]


def _decimal(text: str, limit: int) -> str:
    if not DECIMAL.fullmatch(text) or abs(Decimal(text)) > limit:
        raise CellFault(_("Enter degrees as a decimal number with a point, from -%(limit)s to %(limit)s.", limit=limit))
    return text


def split(text: str) -> list[str]:
    """The parts of a cell between semicolons; a semicolon or backslash inside a part is written with a backslash."""
    parts = (ESCAPED.sub(r"\1", part).strip() for part in SEPARATED.findall(text))
    return [part for part in parts if part]


def join(parts: list[str]) -> str:
    """The cell from which ``split`` gives the same parts."""
    return "; ".join(part.replace("\\", "\\\\").replace(";", "\\;") for part in parts)


def _goals(text: str) -> list[JsonObject]:
    goals = []
    for part in split(text):
        match = GOAL.fullmatch(part)
        if match is None:
            raise CellFault(_("Write goals like this: ipf-2 (stated); ipf-3 (curator)."))
        goals.append({"code": match["code"], "basis": match["basis"] or "stated"})
    return goals


def _show_goals(goals: list[JsonObject]) -> str:
    return join([f"{goal['code']} ({goal['basis']})" for goal in goals])


def _sources(text: str) -> list[JsonObject]:
    """One source per line, ``document | section``; or the JSON that is written for anything else."""
    if text.startswith("["):
        value: list[JsonObject] = _json(text)
        return value
    lines = (line.partition(" | ") for line in text.split("\n") if line.strip())
    return [{"document": document.strip(), "section": section.strip() or None} for document, _bar, section in lines]


def _show_sources(sources: list[JsonObject]) -> str:
    try:
        text = "\n".join(
            f"{source['document']} | {source['section']}" if source["section"] else source["document"]
            for source in sources
        )
    except (KeyError, TypeError):
        return show_json(sources)
    # What does not come back as it was is written as JSON: other fields, lines or bars inside a name.
    return text if text and not text.startswith("[") and _sources(text) == sources else show_json(sources)


def _no_constant(_name: str) -> None:
    raise ValueError


def _json(text: str) -> Any:
    try:
        value = nfc_deep(json.loads(text, parse_constant=_no_constant, parse_float=_no_constant))
    except (ValueError, RecursionError) as error:
        raise CellFault(
            _("This is not the JSON that an export writes; numbers with a point stand in quotes.")
        ) from error
    if UNSTORABLE.search("".join(_texts(value))):
        raise CellFault(_("The cell holds a character that cannot be stored."))
    return value


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return []


def show_json(value: Any) -> str:
    """Compact JSON with its keys in a fixed order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _json_list(text: str) -> list[Any]:
    value = _json(text)
    if not isinstance(value, list):
        raise CellFault(_("This is not the JSON that an export writes; numbers with a point stand in quotes."))
    return value


def _json_object(text: str) -> JsonObject:
    value = _json(text)
    if not isinstance(value, dict):
        raise CellFault(_("This is not the JSON that an export writes; numbers with a point stand in quotes."))
    return value


TEXT = Kind(parse=str, show=str)
CODE = Kind(parse=str, show=str)
COUNTRY = Kind(parse=str.upper, show=str)
DATE = Kind(parse=_partial_date, show=str)
WHOLE = Kind(parse=_whole, show=str)
YES_NO = Kind(parse=_yes_no, show=lambda value: "yes" if value else "no")
LATITUDE = Kind(parse=lambda text: _decimal(text, 90), show=str)
LONGITUDE = Kind(parse=lambda text: _decimal(text, 180), show=str)
NAMES = Kind(parse=split, show=join, empty=[])
GOALS = Kind(parse=_goals, show=_show_goals, empty=[])
SOURCES = Kind(parse=_sources, show=_show_sources, empty=[])
JSON_LIST = Kind(parse=_json_list, show=show_json, empty=[])
JSON_OBJECT = Kind(parse=_json_object, show=show_json, empty={})
