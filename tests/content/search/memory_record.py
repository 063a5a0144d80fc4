"""A record in memory: the other end of the follower's port."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

Body = dict[str, Any]


def agreement(item_id: str, texts: dict[str, dict[str, str]], **more: Any) -> Body:
    """The smallest body of a published agreement."""
    languages = list(texts)
    return {
        "schema": "agreement/1",
        "id": item_id,
        "slug": item_id,
        "source_language": languages[0],
        "languages": languages,
        "texts": texts,
        **more,
    }


def party(city: str, country: str, aliases: Sequence[str] = (), **names: str) -> Body:
    """A municipality on the other side."""
    return {
        "id": city.lower(),
        "slug": city.lower(),
        "role": "counterparty",
        "kind": "municipality",
        "names": names or {"en": city},
        "place": {"en": city},
        "country": country,
        "aliases": list(aliases),
    }


class Record:
    """A log of publications and withdrawals."""

    def __init__(self, *bodies: Body) -> None:
        self.bodies: dict[str, Body] = {}
        self.entries: list[str] = []
        for body in bodies:
            self.publish(body)

    def publish(self, body: Body) -> None:
        self.bodies[body["id"]] = body
        self.entries.append(body["id"])

    def withdraw(self, item_id: str) -> None:
        del self.bodies[item_id]
        self.entries.append(item_id)

    def head(self) -> int:
        return len(self.entries)

    def mark(self, sequence: int) -> str:
        return hashlib.sha256("\n".join(self.entries[:sequence]).encode()).hexdigest() if sequence else ""

    def changes(self, since: int, limit: int) -> list[tuple[int, str]]:
        return list(enumerate(self.entries, start=1))[since : since + limit]

    def live(self, item_id: str) -> Body | None:
        return self.bodies.get(item_id)

    def all_live(self) -> Iterator[Body]:
        yield from self.bodies.values()

    def live_count(self) -> int:
        return len(self.bodies)
