"""Reading plain data with care: every value knows its path, and faults are gathered, not thrown."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
RULE = re.compile(r"[A-Z]{1,4}-\d{1,4}")


class PackFault(Exception):
    """A policy pack that cannot be used; ``faults`` are lines of "file: path: fault"."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Node:
    """A value of a document, its path in it, and the list into which faults are noted.

    Every reader returns something of the right type, also after a fault, so that one reading finds them all.
    """

    def __init__(self, value: Any, path: str, file: str, faults: list[str]) -> None:
        self.value = value
        self.path = path
        self._file = file
        self._faults = faults

    def fault(self, text: str) -> None:
        """Note what is wrong here."""
        self._faults.append(f"{self._file}: {self.path or '(top)'}: {text}")

    def at(self, key: str) -> "Node":
        """The value under a key; absent is null."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Node(value, f"{self.path}.{key}" if self.path else key, self._file, self._faults)

    @property
    def absent(self) -> bool:
        return self.value is None

    def keys(self, required: str, optional: str = "") -> "Node":
        """Itself, after noting keys that are missing or unknown."""
        needed, known = required.split(), {*required.split(), *optional.split()}
        if not isinstance(self.value, dict):
            self.fault(f"must be a mapping, not {_kind(self.value)}")
            return self
        for key in needed:
            if key not in self.value:
                self.at(key).fault("is missing")
        for key in self.value:
            if key not in known:
                self.at(str(key)).fault("is not known here")
        return self

    def entries(self) -> Iterator[tuple[str, "Node"]]:
        """The keys of a mapping with their values."""
        if not isinstance(self.value, dict):
            self.fault(f"must be a mapping, not {_kind(self.value)}")
            return
        for key in self.value:
            if isinstance(key, str):
                yield key, self.at(key)
            else:
                self.fault(f"the key {key!r} must be text")

    def items(self, *, may_be_empty: bool = False) -> list["Node"]:
        """The items of a list."""
        if not isinstance(self.value, list):
            self.fault(f"must be a list, not {_kind(self.value)}")
            return []
        if not self.value and not may_be_empty:
            self.fault("must not be empty")
        return [Node(v, f"{self.path}[{n}]", self._file, self._faults) for n, v in enumerate(self.value)]

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            self.fault(f"must be text, not {_kind(self.value)}")
            return ""
        return self.value

    def optional_text(self) -> str | None:
        return None if self.absent else self.text()

    def code(self) -> str:
        """A short name in lower-case ASCII."""
        text = self.text()
        if text and not CODE.fullmatch(text):
            self.fault(f"{text!r} must be a code of lower-case letters, digits and hyphens")
        return text

    def one_of(self, known: tuple[str, ...], what: str) -> str:
        """A code out of a list."""
        text = self.text()
        if text and text not in known:
            self.fault(f"there is no {what} {text!r}")
        return text

    def codes(self, known: tuple[str, ...] = (), what: str = "") -> tuple[str, ...]:
        """Distinct codes, out of a list where one is given."""
        found: list[str] = []
        for item in self.items():
            code = item.one_of(known, what) if what else item.code()
            if code and code in found:
                item.fault(f"{code!r} stands here twice")
            found.append(code)
        return tuple(found)

    def whole(self, least: int = 1) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.fault(f"must be a whole number, not {_kind(self.value)}")
            return least
        if self.value < least:
            self.fault(f"must be at least {least}")
            return least
        return self.value

    def flag(self, *, default: bool | None = None) -> bool:
        if self.value is None and default is not None:
            return default
        if not isinstance(self.value, bool):
            self.fault(f"must be true or false, not {_kind(self.value)}")
            return False
        return self.value

    def day(self) -> str:
        """A calendar day, as quoted text."""
        text = self.text()
        if text:
            try:
                date.fromisoformat(text)
            except ValueError:
                self.fault(f"{text!r} is not a date (YYYY-MM-DD)")
        return text

    def optional_day(self) -> str | None:
        return None if self.absent else self.day()


def _kind(value: Any) -> str:
    """What a value is, in the words of a YAML author."""
    names = {type(None): "nothing", bool: "true or false", int: "a number", float: "a decimal number"}
    names |= {str: "text", list: "a list", dict: "a mapping", date: "a date without quotes"}
    if isinstance(value, str) and not value.strip():
        return "empty text"
    return names.get(type(value), type(value).__name__)
