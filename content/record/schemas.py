"""Bodies as they are read: every schema that was ever released, brought up to the newest one."""

import json
from collections.abc import Callable

from content.db import JsonObject

Upcast = Callable[[JsonObject], JsonObject]

UPCASTS: dict[str, Upcast] = {}
"""Old schema name -> how to make the next one of it; a chain of them ends at a schema in CURRENT."""

CURRENT = frozenset({"agreement/1", "page/1", "register/1", "withdrawal/1", "redaction/1"})


class UnknownSchema(ValueError):
    """A body names a schema that this release does not know; it was written by a newer one."""


def read(body: bytes) -> JsonObject:
    """The body as a JSON object of a current schema. Raises UnknownSchema."""
    content: JsonObject = json.loads(body)
    while content.get("schema") not in CURRENT:
        upcast = UPCASTS.get(str(content.get("schema")))
        if upcast is None:
            raise UnknownSchema(str(content.get("schema")))
        content = upcast(content)
    return content
