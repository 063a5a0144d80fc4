"""Since when a published translation has been older than its source (P14)."""

from dataclasses import dataclass
from datetime import datetime

from content.db import Session
from content.record.queries import body_at, entries_of


@dataclass(frozen=True)
class Lag:
    """The moment of the last version that the translation describes, and of the one that left it behind."""

    described_at: datetime
    changed_at: datetime


def lag_of(session: Session, item_id: str, language: str) -> Lag | None:
    """How far a translation that is marked outdated lags; None when no version had it up to date.

    Reads versions back to the last one in which it was: only pages of outdated translations ask.
    """
    changed_at = None
    for entry in entries_of(session, item_id):
        body = body_at(session, entry.sequence) if entry.entry in ("publish", "rename") else None
        if body is None:
            continue
        if language in body.get("outdated", []):
            changed_at = entry.published_at
        elif language in body["languages"] and changed_at is not None:
            return Lag(entry.published_at, changed_at)
        else:
            return None
    return None
