"""The whole log as JSON lines: links, salts and bodies, so that anybody can verify it without this program."""

import base64
import json
from collections.abc import Iterator

from sqlalchemy import select

from content.db import Session
from content.record import chain
from content.record.models import RecordBody, RecordEntry


def export(session: Session) -> Iterator[str]:
    """One line per entry, oldest first; ``salt`` and ``body`` (base64 of the committed bytes) are null when redacted."""
    rows = session.execute(
        select(RecordEntry, RecordBody)
        .outerjoin(RecordBody, RecordBody.sequence == RecordEntry.sequence)
        .order_by(RecordEntry.sequence)
        .execution_options(yield_per=200)
    )
    for entry, stored in rows:
        line = {
            **chain.link(entry),
            "hash": entry.hash,
            "salt": None if stored is None else stored.salt.hex(),
            "body": None if stored is None else base64.b64encode(chain.unpack(stored.body)).decode("ascii"),
        }
        yield json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n"
