"""Shapes of the nested values that cells carry as JSON, as schema agreement/1 has them: what a public page rests on."""

import re
from collections.abc import Callable
from typing import Any

from content import dates
from content.agreements.states import PartyRole
from content.languages import KNOWN
from content.languages import gettext as _
from content.languages import mark as N_

LONGEST_TEXT = 20_000
TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
"""A tag of BCP 47, as far as its form goes."""
Test = Callable[[Any], bool]
Shape = Test | dict[str, Any] | list[Any]
"""A test of one value; an object with exactly these fields; or a list whose every entry has the one shape in it."""


def is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= LONGEST_TEXT


def is_date(value: Any) -> bool:
    return isinstance(value, str) and dates.is_partial_date(value)


def is_address(value: Any) -> bool:
    """An address on the web that a page may link to."""
    return is_text(value) and value.startswith(("https://", "http://")) and not any(c.isspace() for c in value)


def is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def is_words(value: Any) -> bool:
    """Words of an element: language tag, field, text."""
    return isinstance(value, dict) and all(tag in KNOWN and _is_texts(words) for tag, words in value.items())


def is_names(value: Any) -> bool:
    """One text per language, of any language there is: places have names in more than the site speaks."""
    return isinstance(value, dict) and all(TAG.fullmatch(tag) and is_text(text) for tag, text in value.items())


def _is_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(is_text(text) for text in value.values())


def maybe(test: Test) -> Test:
    """The same, or null."""
    return lambda value: value is None or test(value)


def one_of(*codes: str) -> Test:
    """One of these texts."""
    return lambda value: isinstance(value, str) and value in codes


SOURCE = {"document": is_text, "section": maybe(is_text)}
FIGURE = {"value": is_text, "on": is_date}
MEASUREMENT = {"value": is_text, "on": is_date, "source": maybe(is_text)}
DECISION = {
    "id": is_text,
    "body": is_text,
    "item": maybe(is_text),
    "date": maybe(is_date),
    "outcome": one_of("adopted", "amended", "refused", "deferred", "referred"),
    "url": maybe(is_address),
    "texts": is_words,
}
CLASSIFICATION = {
    "date": maybe(is_date),
    "not_before": maybe(is_date),
    "not_after": maybe(is_date),
    "category": is_text,
    "basis": one_of("stated", "inferred"),
    "standing": maybe(is_text),
    "sources": [SOURCE],
}
INDICATOR = {
    "id": is_text,
    "unit": maybe(is_text),
    "baseline": (None, FIGURE),
    "target": (None, FIGURE),
    "measurements": [MEASUREMENT],
    "texts": is_words,
}
RESULT = {"measure": is_names, "value": is_text, "unit": maybe(is_text), "estimate": is_flag}
PARTY = {
    "role": one_of(*PartyRole),
    "key": maybe(is_text),
    "kind": is_text,
    "country": is_text,
    "names": is_names,
    "place": is_names,
    "aliases": [is_text],
    "lat": maybe(is_text),
    "lon": maybe(is_text),
    "wikidata": maybe(is_text),
}
DOCUMENT = {
    "key": maybe(is_text),
    "file": is_text,
    "name": is_text,
    "kind": one_of("signed-agreement", "evidence", "report"),
    "language": one_of(*KNOWN),
    "sha256": maybe(is_text),
    "titles": is_names,
    "compared": (None, {"office": maybe(is_text), "on": lambda value: is_date(value) and len(value) == 10}),
}

NOT_SO = N_("This is not as an export writes it, here: %(place)s.")


def misfit(value: Any, shape: Any, place: str = "") -> str | None:
    """The place of the first thing that does not fit, like ``2.date``; None when everything fits."""
    if callable(shape):
        return None if shape(value) else place
    if isinstance(shape, tuple):
        return None if value is None else misfit(value, shape[1], place)
    if isinstance(shape, list):
        if not isinstance(value, list):
            return place
        found = (misfit(part, shape[0], f"{place}.{number}".lstrip(".")) for number, part in enumerate(value, start=1))
        return next((at for at in found if at is not None), None)
    if not isinstance(value, dict):
        return place
    for name in [*shape, *value]:
        if name not in shape or name not in value:
            return f"{place}.{name}".lstrip(".")
    found = (misfit(value[name], part, f"{place}.{name}".lstrip(".")) for name, part in shape.items())
    return next((at for at in found if at is not None), None)


def told(value: Any, shape: Any) -> str | None:
    """What is wrong with a value, in words; None when nothing is."""
    place = misfit(value, shape)
    return None if place is None else _(NOT_SO, place=place or "1")
