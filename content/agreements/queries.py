"""Named look-ups of agreements as working copies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from content.agreements.models import Agreement, AgreementText
from content.agreements.states import AgreementState as S
from content.agreements.states import TextState
from content.db import Session
from content.record.models import PublicItem

SIGNED = frozenset(S) - {S.DRAFTING, S.READY_TO_SIGN, S.ABANDONED}
"""States in which an agreement may stand in the record."""


@dataclass(frozen=True)
class Waiting:
    """A worklist of agreements: how many wait, and since when the oldest does."""

    name: str
    count: int
    oldest: datetime | None


def agreement_by_id(session: Session, agreement_id: int) -> Agreement | None:
    return session.get(Agreement, agreement_id)


def agreement_by_item(session: Session, item_id: str) -> Agreement | None:
    return session.scalar(select(Agreement).where(Agreement.item_id == item_id))


def slug_is_taken(session: Session, slug: str) -> bool:
    return session.scalar(select(Agreement.id).where(Agreement.slug == slug)) is not None


def was_published(session: Session, agreement: Agreement) -> bool:
    """Whether the agreement is or ever was in the public record."""
    return session.scalar(select(PublicItem.item_id).where(PublicItem.item_id == agreement.item_id)) is not None


def waiting(session: Session, name: str, languages: Sequence[str]) -> Waiting:
    """How many agreements a worklist (``being-drafted``, ``to-publish``, ``to-translate``) holds: one query."""
    count, oldest = session.execute(
        select(func.count(Agreement.id), func.min(Agreement.updated_at)).where(_listed(name, languages))
    ).one()
    return Waiting(name, count, oldest)


def agreements_in(session: Session, name: str, languages: Sequence[str], *, page: int, size: int) -> list[Agreement]:
    """One page of a list of working copies (``all`` or a worklist), newest edit first: a constant number of queries."""
    return list(
        session.scalars(
            select(Agreement)
            .where(_listed(name, languages))
            .options(selectinload(Agreement.texts))
            .order_by(Agreement.updated_at.desc(), Agreement.id.desc())
            .offset((page - 1) * size)
            .limit(size)
        )
    )


def _listed(name: str, languages: Sequence[str]) -> ColumnElement[bool]:
    """Raises KeyError for a name that is no list."""
    mine = PublicItem.item_id == Agreement.item_id
    # What was withdrawn waits for nobody: to publish it again is a decision, not a task.
    is_done = (
        select(PublicItem.item_id)
        .where(mine, ~PublicItem.is_live | (PublicItem.published_at >= Agreement.updated_at))
        .exists()
    )
    ready = (
        select(func.count(AgreementText.id))
        .where(
            AgreementText.agreement_id == Agreement.id,
            AgreementText.language.in_(languages),
            AgreementText.state == TextState.READY,
        )
        .scalar_subquery()
    )
    source = (
        select(AgreementText.id)
        .where(
            AgreementText.agreement_id == Agreement.id,
            AgreementText.language == Agreement.source_language,
            AgreementText.state == TextState.READY,
        )
        .exists()
    )
    lists: dict[str, ColumnElement[bool]] = {
        "all": Agreement.id.is_not(None),
        "being-drafted": Agreement.state.in_((S.DRAFTING, S.READY_TO_SIGN)),
        "to-publish": Agreement.state.in_(SIGNED) & ~is_done,
        "to-translate": source & (ready < len(languages)) & (Agreement.state != S.ABANDONED),
        "needs-alignment": Agreement.needs_alignment.is_(True),
    }
    return lists[name]


def publications_of(session: Session, agreements: Sequence[Agreement]) -> dict[str, PublicItem]:
    """What of these working copies is or was public, by item id: one query."""
    ids = [agreement.item_id for agreement in agreements]
    return {item.item_id: item for item in session.scalars(select(PublicItem).where(PublicItem.item_id.in_(ids)))}
