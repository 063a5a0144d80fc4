"""Pages as working copies, the files of the library, and the links under which a draft is shown."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, attribute_keyed_dict, mapped_column, relationship

from content.agreements.states import TextState
from content.db import Base, JsonList, JsonObject, Texts
from content.pages.states import FileKind, Navigation, PageKind, PageState


class Page(Base):
    """A page, a piece of news or the glossary: facts once, words per language."""

    __tablename__ = "pages"
    __table_args__ = (
        UniqueConstraint("kind", "slug"),
        CheckConstraint("kind <> 'news' OR day IS NOT NULL", name="news_has_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(unique=True, comment="UUID; never changes")
    kind: Mapped[PageKind]
    slug: Mapped[str]
    state: Mapped[PageState] = mapped_column(default=PageState.PRIVATE)
    navigation: Mapped[Navigation] = mapped_column(default=Navigation.NONE)
    position: Mapped[int] = mapped_column(default=50, comment="smaller stands first")
    source_language: Mapped[str] = mapped_column(default="en")
    day: Mapped[str | None] = mapped_column(comment="the date of a piece of news: YYYY-MM-DD")
    term_keys: Mapped[JsonList] = mapped_column(default=list, comment="the terms of a glossary, in their order")
    revision: Mapped[int] = mapped_column(default=1, comment="grows with every edit; a stale save is refused")
    texts_revision: Mapped[int] = mapped_column(default=1, comment="grows when words of the source change")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    texts: Mapped[dict[str, "PageText"]] = relationship(
        collection_class=attribute_keyed_dict("language"), back_populates="page", cascade="all, delete-orphan"
    )
    links: Mapped[list["PreviewLink"]] = relationship(
        back_populates="page", cascade="all, delete-orphan", order_by="PreviewLink.id"
    )


class PageText(Base):
    """The words of a page in one language, with their state against the source."""

    __tablename__ = "page_texts"
    __table_args__ = (UniqueConstraint("page_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))
    language: Mapped[str]
    state: Mapped[TextState] = mapped_column(default=TextState.DRAFT)
    source_revision: Mapped[int] = mapped_column(default=1, comment="texts_revision of the source it was made from")
    title: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="", comment="Markdown")
    terms: Mapped[JsonObject] = mapped_column(default=dict, comment="key -> {term, meaning, also}")

    page: Mapped[Page] = relationship(back_populates="texts")


class LibraryFile(Base):
    """A picture or a document that pages may use; the bytes lie in the file store under their SHA-256."""

    __tablename__ = "library_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True, comment="what Markdown calls it: file:key")
    kind: Mapped[FileKind]
    sha256: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    is_decorative: Mapped[bool] = mapped_column(default=False, comment="says nothing that the text does not say")
    texts: Mapped[Texts] = mapped_column(default=dict, comment="language -> {alt, caption} or {title}")
    created_at: Mapped[datetime]


class PreviewLink(Base):
    """A secret link that shows one draft to whoever holds it; only the hash of the secret is kept."""

    __tablename__ = "preview_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    page: Mapped[Page] = relationship(back_populates="links")
