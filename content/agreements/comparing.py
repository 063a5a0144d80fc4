"""What differs between two bodies: one row per changed value, with its path."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from content.db import JsonObject


@dataclass(frozen=True)
class Change:
    """One value that was added, removed or changed; ``path`` in dots, elements of lists by their id or code."""

    path: str
    before: Any
    after: Any

    @property
    def kind(self) -> str:
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


def compare(before: JsonObject, after: JsonObject) -> list[Change]:
    """Every difference of two bodies, in the order of their paths. Links, tags and files count, too."""
    return sorted(_differences("", before, after), key=lambda change: change.path)


def _differences(path: str, before: Any, after: Any) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, list) and isinstance(after, list):
        before, after = _by_key(before), _by_key(after)
    if isinstance(before, dict) and isinstance(after, dict):
        for key in {*before, *after}:
            yield from _differences(f"{path}.{key}" if path else key, before.get(key), after.get(key))
        return
    yield Change(path, before, after)


def _by_key(items: list[Any]) -> dict[str, Any]:
    """A list as a mapping, by id or code where its elements have one, else by position."""
    keyed: dict[str, Any] = {}
    for position, item in enumerate(items):
        name = item.get("id") or item.get("code") if isinstance(item, dict) else None
        keyed[str(name if name is not None else position)] = item
    return keyed
