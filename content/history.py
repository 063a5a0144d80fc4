"""The internal trail of who did what: rows are added in the transaction of the act, never changed.

Triggers of the database (content/migrations) refuse UPDATE and DELETE.
"""

from datetime import datetime

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, mapped_column

from content.db import Base, JsonObject, Session
from content.permissions import Actor


class HistoryEntry(Base):
    """One act on one subject: the state before and after, the office, the reason."""

    __tablename__ = "history_entries"
    __table_args__ = (Index("ix_history_entries_subject", "kind", "subject_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject_id: Mapped[str]
    event: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str | None]
    actor_id: Mapped[int | None] = mapped_column(comment="a person's id; no foreign key: history outlives people")
    actor_name: Mapped[str]
    office: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    data: Mapped[JsonObject] = mapped_column(default=dict)
    at: Mapped[datetime]


def write(
    session: Session,
    *,
    kind: str,
    subject_id: str,
    event: str,
    by: Actor,
    at: datetime,
    from_state: str | None = None,
    to_state: str | None = None,
    reason: str = "",
    data: JsonObject | None = None,
) -> None:
    """Add one entry; it is stored or lost together with the act itself."""
    session.add(
        HistoryEntry(
            kind=kind,
            subject_id=subject_id,
            event=event,
            from_state=from_state,
            to_state=to_state,
            actor_id=by.id,
            actor_name=by.name,
            office=by.office,
            reason=reason,
            data=data or {},
            at=at,
        )
    )


def of(session: Session, kind: str, subject_id: object) -> list[HistoryEntry]:
    """Everything that happened to one subject, oldest first."""
    return list(
        session.scalars(
            select(HistoryEntry)
            .where(HistoryEntry.kind == kind, HistoryEntry.subject_id == str(subject_id))
            .order_by(HistoryEntry.id)
        )
    )
