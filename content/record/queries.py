"""What the public may read: named look-ups over the read model and the log. Nothing here sees a draft."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from content.db import JsonObject, Session
from content.record import chain, schemas
from content.record.models import (
    EntryKind,
    PublicItem,
    PublicSlug,
    PublicText,
    RecordBody,
    RecordEntry,
    RecordFile,
    RecordHead,
)


@dataclass(frozen=True)
class Head:
    """The last link of the chain; whoever kept it can prove any later alteration."""

    sequence: int
    hash: str


@dataclass(frozen=True)
class Version:
    """One published version of an item, with its body unless it has been redacted."""

    entry: RecordEntry
    body: JsonObject | None


@dataclass(frozen=True)
class Card:
    """A live item as lists show it, in the language that could be had."""

    item: PublicItem
    title: str
    summary: str
    language: str


def head(session: Session) -> Head:
    """The head of the chain; sequence 0 and the hash of nothing while the record is empty."""
    row = session.execute(select(RecordHead.sequence, RecordHead.hash).where(RecordHead.id == 1)).first()
    return Head(0, chain.GENESIS) if row is None else Head(row.sequence, row.hash)


def item_by_slug(session: Session, kind: str, slug: str) -> PublicItem | None:
    """The item that has or had that slug, live or withdrawn; None when there never was one."""
    return session.scalar(
        select(PublicItem)
        .join(PublicSlug, PublicSlug.item_id == PublicItem.item_id)
        .where(PublicSlug.kind == kind, PublicSlug.slug == slug)
    )


def body_at(session: Session, sequence: int) -> JsonObject | None:
    """The body of one entry, brought up to the current schema; None when it is redacted or was never there."""
    stored = session.scalar(select(RecordBody.body).where(RecordBody.sequence == sequence))
    return None if stored is None else schemas.read(chain.unpack(stored))


def version_of(session: Session, item_id: str, version: int) -> Version | None:
    """One version of an item; None when there is no such version."""
    entry = session.scalar(
        select(RecordEntry).where(
            RecordEntry.item_id == item_id,
            RecordEntry.version == version,
            RecordEntry.entry.in_((EntryKind.PUBLISH, EntryKind.RENAME)),
        )
    )
    return None if entry is None else Version(entry, body_at(session, entry.sequence))


def version_on(session: Session, item_id: str, moment: datetime) -> int | None:
    """The number of the version that was shown at that moment; None before the first."""
    return session.scalar(
        select(func.max(RecordEntry.version)).where(
            RecordEntry.item_id == item_id,
            RecordEntry.published_at <= moment,
            RecordEntry.entry.in_((EntryKind.PUBLISH, EntryKind.RENAME)),
        )
    )


def entries_of(session: Session, item_id: str) -> list[RecordEntry]:
    """The entries of one item, newest first."""
    return list(
        session.scalars(select(RecordEntry).where(RecordEntry.item_id == item_id).order_by(RecordEntry.sequence.desc()))
    )


def entries_since(session: Session, sequence: int, limit: int = 200) -> list[RecordEntry]:
    """Entries after a sequence, oldest first."""
    return list(
        session.scalars(
            select(RecordEntry).where(RecordEntry.sequence > sequence).order_by(RecordEntry.sequence).limit(limit)
        )
    )


def latest_entries(session: Session, limit: int, kind: str | None = None) -> list[RecordEntry]:
    """The newest entries of the whole record, or of one kind of item, newest first."""
    statement = select(RecordEntry) if kind is None else select(RecordEntry).where(RecordEntry.kind == kind)
    return list(session.scalars(statement.order_by(RecordEntry.sequence.desc()).limit(limit)))


def entries_at(session: Session, sequences: Sequence[int]) -> dict[int, RecordEntry]:
    """The entries at these sequences: one query, whatever their number."""
    rows = session.scalars(select(RecordEntry).where(RecordEntry.sequence.in_(sequences)))
    return {entry.sequence: entry for entry in rows}


def slugs_of(session: Session, item_ids: Sequence[str]) -> dict[str, str]:
    """The present slug of each item."""
    rows = session.execute(select(PublicItem.item_id, PublicItem.slug).where(PublicItem.item_id.in_(item_ids)))
    return {row.item_id: row.slug for row in rows}


def cards(session: Session, items: Sequence[PublicItem], language: str) -> list[Card]:
    """The items as lists show them, in the same order: one query, whatever their number."""
    texts: dict[str, dict[str, PublicText]] = {}
    sources: dict[str, PublicText] = {}
    ids = [item.item_id for item in items]
    for text in session.scalars(select(PublicText).where(PublicText.item_id.in_(ids))):
        texts.setdefault(text.item_id, {})[text.language] = text
        if text.is_source:
            sources[text.item_id] = text
    result = []
    for item in items:
        text = texts.get(item.item_id, {}).get(language) or sources[item.item_id]
        result.append(Card(item, text.title, text.summary, text.language))
    return result


def items_by_id(session: Session, ids: Sequence[str]) -> list[PublicItem]:
    """The live items of these ids, in the order of the ids; what is not live is left out."""
    rows = {
        item.item_id: item
        for item in session.scalars(select(PublicItem).where(PublicItem.item_id.in_(ids), PublicItem.is_live.is_(True)))
    }
    return [rows[item_id] for item_id in ids if item_id in rows]


def bodies_of(session: Session, items: Sequence[PublicItem]) -> dict[str, JsonObject]:
    """The live bodies of the items by item id: one query, whatever their number."""
    rows = session.execute(
        select(PublicItem.item_id, RecordBody.body)
        .join(RecordBody, RecordBody.sequence == PublicItem.sequence)
        .where(PublicItem.item_id.in_([item.item_id for item in items]), PublicItem.is_live.is_(True))
    )
    return {row.item_id: schemas.read(chain.unpack(row.body)) for row in rows}


def live_bodies(session: Session, kind: str) -> Iterator[JsonObject]:
    """Every live body of a kind, streamed."""
    rows = session.execute(
        select(RecordBody.body)
        .join(PublicItem, RecordBody.sequence == PublicItem.sequence)
        .where(PublicItem.kind == kind, PublicItem.is_live.is_(True))
        .order_by(PublicItem.item_id)
        .execution_options(yield_per=100)
    )
    for row in rows:
        yield schemas.read(chain.unpack(row.body))


def count_live(session: Session, kind: str) -> int:
    """How many items of a kind are live."""
    return (
        session.scalar(
            select(func.count()).select_from(PublicItem).where(PublicItem.kind == kind, PublicItem.is_live.is_(True))
        )
        or 0
    )


def published_file(session: Session, sha256: str) -> RecordFile | None:
    """The file of that hash if a version of a live item names it; None otherwise."""
    return session.scalar(
        select(RecordFile)
        .join(RecordEntry, RecordEntry.sequence == RecordFile.sequence)
        .join(PublicItem, PublicItem.item_id == RecordEntry.item_id)
        .where(RecordFile.sha256 == sha256, PublicItem.is_live.is_(True))
        .order_by(RecordFile.sequence.desc())
    )


def withdrawal_of_file(session: Session, sha256: str) -> PublicItem | None:
    """The withdrawn item that named the file; None when no item ever did or one is live."""
    return session.scalar(
        select(PublicItem)
        .join(RecordEntry, PublicItem.item_id == RecordEntry.item_id)
        .join(RecordFile, RecordEntry.sequence == RecordFile.sequence)
        .where(RecordFile.sha256 == sha256, PublicItem.is_live.is_(False))
    )
