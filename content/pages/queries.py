"""Named look-ups of pages as working copies and of the library."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import selectinload

from content.agreements.states import TextState
from content.db import Session
from content.pages.bodies import used_files
from content.pages.models import LibraryFile, Page, PageText
from content.pages.states import PageKind, PageState
from content.record.models import PublicItem, PublicSlug

LISTS = ("all", "private", "pending", "published", "withdrawn", "news", "to-translate")


@dataclass(frozen=True)
class Waiting:
    """A worklist of pages: how many wait, and since when the oldest does."""

    name: str
    count: int
    oldest: datetime | None


def page_by_id(session: Session, page_id: int) -> Page | None:
    return session.get(Page, page_id)


def page_by_item(session: Session, item_id: str) -> Page | None:
    return session.scalar(select(Page).where(Page.item_id == item_id))


def slug_is_taken(session: Session, kind: PageKind, slug: str) -> bool:
    """Whether a working copy has the address, or an item of the record has or had it."""
    mine = select(Page.id).where(Page.kind == kind, Page.slug == slug)
    public = select(PublicSlug.item_id).where(PublicSlug.kind == kind.value, PublicSlug.slug == slug)
    return session.scalar(mine) is not None or session.scalar(public) is not None


def waiting(session: Session, name: str, languages: Sequence[str]) -> Waiting:
    """How many pages a list holds: one query. Raises KeyError for a name that is no list."""
    count, oldest = session.execute(
        select(func.count(Page.id), func.min(Page.updated_at)).where(_listed(name, languages))
    ).one()
    return Waiting(name, count, oldest)


def pages_in(session: Session, name: str, languages: Sequence[str], *, page: int, size: int) -> list[Page]:
    """One page of a list, newest edit first: a constant number of queries."""
    return list(
        session.scalars(
            select(Page)
            .where(_listed(name, languages))
            .options(selectinload(Page.texts))
            .order_by(Page.updated_at.desc(), Page.id.desc())
            .offset((page - 1) * size)
            .limit(size)
        )
    )


def _listed(name: str, languages: Sequence[str]) -> ColumnElement[bool]:
    ready = (
        select(func.count(PageText.id))
        .where(PageText.page_id == Page.id, PageText.language.in_(languages), PageText.state == TextState.READY)
        .scalar_subquery()
    )
    source = (
        select(PageText.id)
        .where(
            PageText.page_id == Page.id,
            PageText.language == Page.source_language,
            PageText.state == TextState.READY,
        )
        .exists()
    )
    lists: dict[str, ColumnElement[bool]] = {
        "all": Page.id.is_not(None),
        "news": Page.kind == PageKind.NEWS,
        "to-translate": source & (ready < len(languages)) & (Page.state != PageState.WITHDRAWN),
        **{state.value: Page.state == state for state in PageState},
    }
    return lists[name]


def publications_of(session: Session, pages: Sequence[Page]) -> dict[str, PublicItem]:
    """What of these working copies is or was public, by item id: one query."""
    ids = [page.item_id for page in pages]
    return {item.item_id: item for item in session.scalars(select(PublicItem).where(PublicItem.item_id.in_(ids)))}


def live_slugs(session: Session, wanted: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of these (kind, slug) lead to something public: one query."""
    slugs = [slug for _kind, slug in wanted]
    rows = session.execute(
        select(PublicSlug.kind, PublicSlug.slug)
        .join(PublicItem, PublicItem.item_id == PublicSlug.item_id)
        .where(PublicSlug.slug.in_(slugs), PublicItem.is_live.is_(True))
    )
    return {(row.kind, row.slug) for row in rows}


def pages_linking_to(session: Session, page: Page) -> list[Page]:
    """The other working copies whose words lead to this page (E14)."""
    leading = select(PageText.page_id).where(
        PageText.body.contains(f"{page.kind.value}:{page.slug}", autoescape=True), PageText.page_id != page.id
    )
    return list(session.scalars(select(Page).where(Page.id.in_(leading)).order_by(Page.slug)))


def library(session: Session) -> list[LibraryFile]:
    """Every file of the library, newest first."""
    return list(session.scalars(select(LibraryFile).order_by(LibraryFile.created_at.desc(), LibraryFile.id.desc())))


def file_by_key(session: Session, key: str) -> LibraryFile | None:
    return session.scalar(select(LibraryFile).where(LibraryFile.key == key))


def files_of(session: Session, texts: Sequence[PageText]) -> dict[str, LibraryFile]:
    """The files that these texts name, by key: one query."""
    keys = sorted(used_files(texts))
    return {file.key: file for file in session.scalars(select(LibraryFile).where(LibraryFile.key.in_(keys)))}


def uses(session: Session) -> dict[str, list[Page]]:
    """Which working copies use which file of the library: two queries, whatever their number."""
    mentions = or_(PageText.body.contains("file:"), PageText.body.contains("image:"))
    found: dict[str, list[Page]] = {}
    for page in session.scalars(
        select(Page)
        .where(select(PageText.id).where(PageText.page_id == Page.id, mentions).exists())
        .options(selectinload(Page.texts))
        .order_by(Page.slug)
    ):
        for key in sorted(used_files(page.texts.values())):
            found.setdefault(key, []).append(page)
    return found
