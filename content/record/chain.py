"""The arithmetic of the log: canonical bodies, commitments, hashes of the links.

RFC 8785 gives every JSON value one form of bytes; the chain is SHA-256 over such forms. Anybody can redo it.
"""

import hashlib
import zlib
from datetime import UTC, datetime
from typing import Any

import rfc8785

from content.db import JsonObject
from content.record.models import RecordEntry

GENESIS = "0" * 64


class BodyFault(ValueError):
    """The body cannot be published: it holds a value that canonical JSON of the record does not allow."""


def canonical(body: JsonObject) -> bytes:
    """The one form of a body in bytes (RFC 8785). Raises BodyFault for floats and for what is no JSON."""
    _refuse_floats(body, "$")
    try:
        return rfc8785.dumps(body)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise BodyFault(str(error)) from error


def _refuse_floats(value: Any, path: str) -> None:
    if isinstance(value, float):
        raise BodyFault(f"{path}: a float; amounts and coordinates are text or integers")
    if isinstance(value, dict):
        for key, item in value.items():
            _refuse_floats(item, f"{path}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _refuse_floats(item, f"{path}[{index}]")


def commitment(salt: bytes, body: bytes) -> str:
    """SHA-256(salt || body), in hexadecimal: says nothing about the body once the salt is gone."""
    return hashlib.sha256(salt + body).hexdigest()


def moment_text(moment: datetime) -> str:
    """A moment as the chain writes it: UTC with six digits of the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def link(entry: RecordEntry) -> JsonObject:
    """What the hash of an entry covers, in the form in which it is exported."""
    return {
        "sequence": entry.sequence,
        "kind": entry.kind,
        "item_id": entry.item_id,
        "version": entry.version,
        "entry": entry.entry.value,
        "office": entry.office,
        "reason": entry.reason,
        "published_at": moment_text(entry.published_at),
        "commitment": entry.commitment,
        "previous": entry.previous,
    }


def hash_of(entry: RecordEntry) -> str:
    """The hash of a link, in hexadecimal."""
    return hashlib.sha256(rfc8785.dumps(link(entry))).hexdigest()


def pack(body: bytes) -> bytes:
    """Bytes as they are stored."""
    return zlib.compress(body, 6)


def unpack(stored: bytes) -> bytes:
    """Bytes as they were committed to. Raises zlib.error when the stored form is damaged."""
    return zlib.decompress(stored)
