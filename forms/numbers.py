"""Numbers as people type them anywhere: digits of any script, and the marks that their country groups and divides by.

A number that two countries would read differently is not guessed at: ``Unclear`` says so, and the form asks.
"""

import re
import unicodedata

LONGEST = 40
_DECIMAL, _GROUP = "d", "g"
_SIGNS = {
    "\u066b": _DECIMAL,
    "\u066c": _GROUP,
    "'": _GROUP,
    "\u2019": _GROUP,
    "\u02bc": _GROUP,
    "_": _GROUP,
    "\uff0c": ",",
    "\u060c": ",",
    "\u3001": ",",
    "\uff0e": ".",
    "\u2212": "-",
    "\u2010": "-",
    "\u2013": "-",
    "\uff0d": "-",
}
_GROUPED = re.compile(r"\d{1,3}(\d{3})*|\d{1,3}(g\d{2,3})*g\d{3}")


class Unclear(ValueError):
    """The number can be read in two ways."""


def whole_number(text: str) -> int | None:
    """The whole number that was typed, or None when it is none."""
    plain = _plain(text)
    return int(plain) if re.fullmatch(r"-?\d{1,18}", plain) else None


def minor_units(text: str, digits: int, decimal_sign: str) -> int | None:
    """The amount that was typed, in units of so many decimals, or None when it is none.

    ``decimal_sign`` is that of the reader's language. Raises Unclear: "50.000" is fifty to one reader and fifty
    thousand to another.
    """
    plain = _plain(text)
    sign, rest = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    if not rest or len(rest) > LONGEST or not re.fullmatch(r"[\d.,dg]+", rest):
        return None
    whole, _mark, part = _with_marks(rest, digits, decimal_sign).partition(_DECIMAL)
    if not re.fullmatch(r"\d+", whole) and not _GROUPED.fullmatch(whole):
        return None
    part = part.rstrip("0")
    if len(part) > digits or not re.fullmatch(r"\d*", part):
        return None
    return int(sign + whole.replace(_GROUP, "") + part.ljust(digits, "0"))


def _plain(text: str) -> str:
    """ASCII digits, "," and ".", and our own letters for marks that mean one thing only; unseen marks fall out."""
    signs = []
    for character in text.strip():
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            signs.append(str(digit))
        elif character.isspace():
            signs.append(_GROUP)
        elif character in _SIGNS:
            signs.append(_SIGNS[character])
        elif unicodedata.category(character) != "Cf":
            # Letters would be taken for our own marks.
            signs.append("?" if character in (_DECIMAL, _GROUP) else character)
    return "".join(signs)


def _with_marks(text: str, digits: int, decimal_sign: str) -> str:
    """Settle what "," and "." mean. Raises Unclear."""
    used = {sign for sign in ",." if sign in text}
    if len(used) == 2:
        last = max(used, key=text.rindex)
        other = "," if last == "." else "."
        return text.replace(other, _GROUP).replace(last, _DECIMAL)
    if not used:
        return text
    sign = used.pop()
    if text.count(sign) > 1 or _DECIMAL in text:
        return text.replace(sign, _GROUP)
    whole, _mark, part = text.partition(sign)
    looks_grouped = len(part) == 3 and re.fullmatch(r"[1-9]\d{0,2}", whole) is not None
    if not looks_grouped:
        return text.replace(sign, _DECIMAL)
    if digits >= 3 or sign == decimal_sign:
        raise Unclear(text)
    return text.replace(sign, _GROUP)
