"""Published pages and news: where the site leads to them, and the newest news first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from content.db import Session
from content.record.models import PublicFacet, PublicItem, PublicText

NAVIGATION = ("header", "footer")


@dataclass(frozen=True)
class Placement:
    """A page that stands in the navigation, with its title in each language."""

    navigation: str
    kind: str
    slug: str
    titles: dict[str, str]
    source_language: str

    def title(self, language: str) -> tuple[str, str]:
        """The title and the language it is in."""
        shown = language if language in self.titles else self.source_language
        return self.titles[shown], shown


def placements(session: Session) -> list[Placement]:
    """Every live page that stands in a navigation, in their order: one query."""
    rows = session.execute(
        select(
            PublicFacet.facet,
            PublicItem.kind,
            PublicItem.slug,
            PublicText.language,
            PublicText.title,
            PublicText.is_source,
        )
        .join(PublicItem, PublicItem.item_id == PublicFacet.item_id)
        .join(PublicText, PublicText.item_id == PublicFacet.item_id)
        .where(PublicFacet.facet.in_(NAVIGATION), PublicItem.is_live.is_(True))
        .order_by(PublicFacet.value, PublicItem.slug, PublicItem.item_id, PublicText.language)
    )
    found: dict[tuple[str, str], Placement] = {}
    sources = {}
    for row in rows:
        key = (row.kind, row.slug)
        place = found.setdefault(key, Placement(row.facet, row.kind, row.slug, {}, ""))
        place.titles[row.language] = row.title
        if row.is_source:
            sources[key] = row.language
    return [
        Placement(place.navigation, place.kind, place.slug, place.titles, sources[key]) for key, place in found.items()
    ]


def news_items(session: Session, *, limit: int, offset: int = 0) -> Sequence[PublicItem]:
    """Live news, the newest day first."""
    return session.scalars(
        select(PublicItem)
        .where(PublicItem.kind == "news", PublicItem.is_live.is_(True))
        .order_by(PublicItem.starts_on.desc(), PublicItem.first_published_at.desc(), PublicItem.item_id)
        .limit(limit)
        .offset(offset)
    ).all()


def live_pages(session: Session) -> Sequence[PublicItem]:
    """Every live page, piece of news and register, by address."""
    kinds = ("page", "news", "glossary", "register")
    return session.scalars(
        select(PublicItem)
        .where(PublicItem.kind.in_(kinds), PublicItem.is_live.is_(True))
        .order_by(PublicItem.kind, PublicItem.slug, PublicItem.item_id)
    ).all()


def count_news(session: Session) -> int:
    """How many pieces of news are live."""
    statement = select(func.count()).select_from(PublicItem)
    return session.scalar(statement.where(PublicItem.kind == "news", PublicItem.is_live.is_(True))) or 0
