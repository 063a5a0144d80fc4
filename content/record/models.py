"""Tables of the public record. ``record_*`` is the log itself, ``public_*`` the read model made from it.

Triggers of the database (content/migrations) refuse UPDATE and DELETE on the chain.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from content.db import Base, JsonObject


class EntryKind(StrEnum):
    """What an entry of the log says about its item."""

    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    RENAME = "rename"
    REDACT = "redact"


class RecordHead(Base):
    """The one row that publishers lock: the sequence and hash of the last entry."""

    __tablename__ = "record_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    hash: Mapped[str]


class RecordEntry(Base):
    """One link of the chain. Nothing in it is personal; what may have to be redacted lies in the body."""

    __tablename__ = "record_entries"
    __table_args__ = (Index("ix_record_entries_item", "item_id", "sequence"),)

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(comment="what the item is: agreement")
    item_id: Mapped[str]
    version: Mapped[int]
    entry: Mapped[EntryKind]
    office: Mapped[str]
    reason: Mapped[str]
    published_at: Mapped[datetime]
    commitment: Mapped[str] = mapped_column(comment="SHA-256(salt || body)")
    previous: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class RecordBody(Base):
    """Salt and body of an entry, removable under authority; the chain holds only the commitment."""

    __tablename__ = "record_bodies"

    sequence: Mapped[int] = mapped_column(ForeignKey("record_entries.sequence"), primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    body: Mapped[bytes] = mapped_column(LargeBinary, comment="zlib of canonical JSON")


class RecordFile(Base):
    """A file that a body names, so that only published files are served."""

    __tablename__ = "record_files"
    __table_args__ = (UniqueConstraint("sequence", "sha256"), Index("ix_record_files_sha256", "sha256"))

    id: Mapped[int] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(ForeignKey("record_entries.sequence"))
    sha256: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]


class PublicItem(Base):
    """One row per item that was ever published, with the columns that lists filter and sort by."""

    __tablename__ = "public_items"
    __table_args__ = (Index("ix_public_items_list", "kind", "is_live", "category"),)

    item_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    slug: Mapped[str]
    is_live: Mapped[bool]
    sequence: Mapped[int] = mapped_column(comment="of the newest entry with a body to show")
    changed_sequence: Mapped[int] = mapped_column(comment="of the newest entry of any kind")
    version: Mapped[int]
    first_published_at: Mapped[datetime]
    published_at: Mapped[datetime]
    withdrawn_reason: Mapped[str | None]
    category: Mapped[str | None]
    state: Mapped[str | None]
    country: Mapped[str | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None] = mapped_column(comment="the last day that a partial date can mean")
    sort_year: Mapped[int | None]
    is_fictional: Mapped[bool] = mapped_column(default=False)
    needs_alignment: Mapped[bool] = mapped_column(default=False)
    outline: Mapped[JsonObject | None] = mapped_column(deferred=True, comment="what pictures show of it")


class PublicText(Base):
    """Title and summary of a live item in one language, for lists."""

    __tablename__ = "public_texts"

    item_id: Mapped[str] = mapped_column(ForeignKey("public_items.item_id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    summary: Mapped[str]
    # By code points on every database: an operator's collation must not change the order of lists.
    sort_key: Mapped[str] = mapped_column(Text().with_variant(Text(collation="C"), "postgresql"))
    is_source: Mapped[bool]


class PublicFacet(Base):
    """One value of one facet of a live item: goal, year, country, party."""

    __tablename__ = "public_facets"
    __table_args__ = (Index("ix_public_facets_value", "facet", "value"),)

    item_id: Mapped[str] = mapped_column(ForeignKey("public_items.item_id"), primary_key=True)
    facet: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)


class PublicSlug(Base):
    """Every slug that an item ever had; old ones redirect for ever and are never used again."""

    __tablename__ = "public_slugs"

    kind: Mapped[str] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str]
