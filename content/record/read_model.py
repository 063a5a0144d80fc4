"""The read model: written in the publishing transaction, and rebuilt from the log with identical content."""

from sqlalchemy import delete, func, select

from content.db import JsonObject, Session
from content.record import chain, schemas
from content.record.models import (
    EntryKind,
    PublicFacet,
    PublicItem,
    PublicSlug,
    PublicText,
    RecordBody,
    RecordEntry,
)
from content.record.projections import Projection, project, sort_key

TABLES = (PublicFacet, PublicText, PublicSlug, PublicItem)


def apply(session: Session, entry: RecordEntry, body: JsonObject | None) -> None:
    """Bring the read model up to one more entry; ``body`` is None when it has been redacted since."""
    if entry.entry in (EntryKind.PUBLISH, EntryKind.RENAME):
        _show(session, entry, body)
    elif body is not None:
        _hide(session, entry, body)


def rebuild(session: Session) -> None:
    """Make the whole read model anew from the log."""
    for table in TABLES:
        session.execute(delete(table))
    session.flush()
    session.expire_all()
    rows = session.execute(
        select(RecordEntry, RecordBody)
        .outerjoin(RecordBody, RecordBody.sequence == RecordEntry.sequence)
        .order_by(RecordEntry.sequence)
        .execution_options(yield_per=200)
    )
    for entry, stored in rows:
        apply(session, entry, None if stored is None else schemas.read(chain.unpack(stored.body)))
        session.flush()


def fingerprint(session: Session) -> list[tuple[object, ...]]:
    """Every row of the read model in a fixed order, for comparing two of them."""
    rows: list[tuple[object, ...]] = []
    for table in TABLES:
        columns = list(table.__table__.columns)
        keys = [column for column in columns if column.primary_key]
        rows += [(table.__tablename__, *row) for row in session.execute(select(*columns).order_by(*keys))]
    return rows


COLUMNS = (
    "category",
    "state",
    "country",
    "starts_on",
    "ends_on",
    "sort_year",
    "is_fictional",
    "needs_alignment",
    "outline",
)


def _show(session: Session, entry: RecordEntry, body: JsonObject | None) -> None:
    item = session.get(PublicItem, entry.item_id)
    if item is None:
        item = PublicItem(
            item_id=entry.item_id,
            kind=entry.kind,
            slug="",
            first_published_at=entry.published_at,
            is_live=False,
        )
        session.add(item)
    item.version = entry.version
    item.sequence = item.changed_sequence = entry.sequence
    item.published_at = entry.published_at
    item.withdrawn_reason = None
    if body is None:
        # Redacted since: the redaction further on in the log says the slug and the reason.
        item.is_live = False
        _forget(item)
        return
    projection = project(entry.kind, body)
    item.is_live, item.slug = True, projection.slug
    for name in COLUMNS:
        setattr(item, name, getattr(projection, name))
    session.flush()
    _keep_slug(session, entry.kind, projection.slug, entry.item_id)
    _clear(session, entry.item_id)
    _describe(session, entry.item_id, projection)


def _forget(item: PublicItem) -> None:
    for name in COLUMNS:
        setattr(item, name, None)
    item.is_fictional = item.needs_alignment = False


def _keep_slug(session: Session, kind: str, slug: str, item_id: str) -> None:
    if session.get(PublicSlug, (kind, slug)) is None:
        session.add(PublicSlug(kind=kind, slug=slug, item_id=item_id))


def _describe(session: Session, item_id: str, projection: Projection) -> None:
    session.add_all(
        PublicText(
            item_id=item_id,
            language=tag,
            title=title,
            summary=summary,
            sort_key=sort_key(title),
            is_source=tag == projection.source_language,
        )
        for tag, (title, summary) in projection.texts.items()
    )
    session.add_all(PublicFacet(item_id=item_id, facet=facet, value=value) for facet, value in projection.facets)


def _hide(session: Session, entry: RecordEntry, body: JsonObject) -> None:
    item = session.get(PublicItem, entry.item_id)
    if item is None:
        return
    item.changed_sequence = entry.sequence
    if entry.entry is EntryKind.REDACT:
        _keep_slug(session, entry.kind, body["slug"], entry.item_id)
        if body["sequence"] != item.sequence:
            # An older version was redacted: what is shown now stays so.
            return
        item.slug = body["slug"]
        _forget(item)
    item.is_live = False
    item.withdrawn_reason = entry.reason
    _clear(session, entry.item_id)


def _clear(session: Session, item_id: str) -> None:
    session.execute(delete(PublicText).where(PublicText.item_id == item_id))
    session.execute(delete(PublicFacet).where(PublicFacet.item_id == item_id))
    session.flush()


def is_current(session: Session) -> bool:
    """Whether no entry of the log is missing from the read model."""
    newest = session.scalar(select(func.max(RecordEntry.sequence))) or 0
    applied = session.scalar(select(func.max(PublicItem.changed_sequence))) or 0
    return newest == applied
