"""Which files go with a redacted body: those that no other entry names."""

from sqlalchemy import select

from content.db import Session
from content.record.models import RecordFile


def files_to_remove(session: Session, sequence: int) -> list[str]:
    """The hashes that only the entry at this sequence names. Ask before the redaction, remove after its commit."""
    mine = set(session.scalars(select(RecordFile.sha256).where(RecordFile.sequence == sequence)))
    others = set(
        session.scalars(select(RecordFile.sha256).where(RecordFile.sequence != sequence, RecordFile.sha256.in_(mine)))
    )
    return sorted(mine - others)
