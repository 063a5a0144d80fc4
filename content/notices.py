"""The outbox: a verb queues a notice in its own transaction; the worker puts it into words and sends it.

What must stay secret (links with tokens) lies apart and is wiped once the mail is out.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, mapped_column

from content import clock
from content.db import Base, JsonObject, Session

RETRY_MINUTES = (1, 5, 15, 60, 240, 720, 1440)


class NoticeState(StrEnum):
    """Where a notice stands."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Notice(Base):
    """One mail to one address in one language."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_due", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template: Mapped[str]
    language: Mapped[str]
    recipient: Mapped[str]
    values: Mapped[JsonObject]
    secrets: Mapped[JsonObject] = mapped_column(comment="wiped when sent")
    about_kind: Mapped[str | None]
    about_id: Mapped[str | None]
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    subject: Mapped[str | None]
    text: Mapped[str | None]
    error: Mapped[str | None]


def queue(
    session: Session,
    template: str,
    *,
    recipient: str,
    language: str,
    values: JsonObject | None = None,
    secrets: JsonObject | None = None,
    about: tuple[str, object] | None = None,
) -> Notice:
    """Put a notice into the outbox; it goes out after the transaction has been committed."""
    moment = clock.now()
    notice = Notice(
        template=template,
        recipient=recipient,
        language=language,
        values=values or {},
        secrets=secrets or {},
        about_kind=about[0] if about else None,
        about_id=str(about[1]) if about else None,
        created_at=moment,
        due_at=moment,
    )
    session.add(notice)
    return notice


def due(session: Session, limit: int = 50) -> list[Notice]:
    """Queued notices whose time has come, oldest first."""
    return list(
        session.scalars(
            select(Notice)
            .where(Notice.state == NoticeState.QUEUED, Notice.due_at <= clock.now())
            .order_by(Notice.id)
            .limit(limit)
        )
    )


def claim(notice: Notice, minutes: int) -> bool:
    """Take a notice for sending, so that nobody else does meanwhile; False when it is not due any more.

    If whoever took it dies, it is due again after these minutes.
    """
    moment = clock.now()
    if notice.state is not NoticeState.QUEUED or notice.due_at > moment:
        return False
    notice.due_at = moment + timedelta(minutes=minutes)
    return True


def mark_sent(notice: Notice, *, subject: str, text: str) -> None:
    """Note the words as sent (secret links masked by the caller) and wipe the secrets."""
    notice.state = NoticeState.SENT
    notice.sent_at = clock.now()
    notice.subject, notice.text = subject, text
    notice.secrets, notice.error = {}, None


def mark_failed(notice: Notice, error: str) -> None:
    """Note a failure; try again later, and give up after the last delay."""
    notice.error = error[:500]
    if notice.attempts >= len(RETRY_MINUTES):
        notice.state = NoticeState.FAILED
    else:
        notice.due_at = clock.now() + timedelta(minutes=RETRY_MINUTES[notice.attempts])
    notice.attempts += 1
