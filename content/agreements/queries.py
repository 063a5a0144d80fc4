"""Named look-ups of agreements as working copies."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from content.agreements.models import Agreement, AgreementParty
from content.db import Session
from content.record.models import PublicItem


def agreement_by_id(session: Session, agreement_id: int) -> Agreement | None:
    return session.get(Agreement, agreement_id)


def agreement_by_slug(session: Session, slug: str) -> Agreement | None:
    return session.scalar(select(Agreement).where(Agreement.slug == slug))


def agreement_by_item(session: Session, item_id: str) -> Agreement | None:
    return session.scalar(select(Agreement).where(Agreement.item_id == item_id))


def all_agreements(session: Session) -> list[Agreement]:
    """Every working copy with its words and parties, newest edit first: a constant number of queries."""
    return list(
        session.scalars(
            select(Agreement)
            .options(
                selectinload(Agreement.texts),
                selectinload(Agreement.party_rows).selectinload(AgreementParty.party),
                selectinload(Agreement.documents),
            )
            .order_by(Agreement.updated_at.desc(), Agreement.id.desc())
        )
    )


def publications(session: Session) -> dict[str, PublicItem]:
    """What of the working copies is or was public, by item id."""
    return {item.item_id: item for item in session.scalars(select(PublicItem).where(PublicItem.kind == "agreement"))}


def slug_is_taken(session: Session, slug: str) -> bool:
    return session.scalar(select(Agreement.id).where(Agreement.slug == slug)) is not None
