"""Content pages, news, images and files of the library."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "library_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="what Markdown calls it: file:key"),
        sa.Column(
            "kind",
            sa.Enum("image", "document", name="filekind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("is_decorative", sa.Boolean(), nullable=False, comment="says nothing that the text does not say"),
        sa.Column("texts", sa.JSON(), nullable=False, comment="language -> {alt, caption} or {title}"),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_files")),
        sa.UniqueConstraint("key", name=op.f("uq_library_files_key")),
    )
    op.create_table(
        "pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False, comment="UUID; never changes"),
        sa.Column(
            "kind",
            sa.Enum("page", "news", "glossary", name="pagekind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "private",
                "pending",
                "published",
                "withdrawn",
                name="pagestate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "navigation",
            sa.Enum("none", "header", "footer", name="navigation", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False, comment="smaller stands first"),
        sa.Column("source_language", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=True, comment="the date of a piece of news: YYYY-MM-DD"),
        sa.Column("term_keys", sa.JSON(), nullable=False, comment="the terms of a glossary, in their order"),
        sa.Column("revision", sa.Integer(), nullable=False, comment="grows with every edit; a stale save is refused"),
        sa.Column("texts_revision", sa.Integer(), nullable=False, comment="grows when words of the source change"),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("kind <> 'news' OR day IS NOT NULL", name=op.f("ck_pages_news_has_a_day")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pages")),
        sa.UniqueConstraint("item_id", name=op.f("uq_pages_item_id")),
        sa.UniqueConstraint("kind", "slug", name=op.f("uq_pages_kind")),
    )
    op.create_table(
        "page_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "ready", "outdated", name="textstate", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column(
            "source_revision", sa.Integer(), nullable=False, comment="texts_revision of the source it was made from"
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False, comment="Markdown"),
        sa.Column("terms", sa.JSON(), nullable=False, comment="key -> {term, meaning, also}"),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_page_texts_page_id_pages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_texts")),
        sa.UniqueConstraint("page_id", "language", name=op.f("uq_page_texts_page_id")),
    )
    op.create_table(
        "preview_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_preview_links_page_id_pages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preview_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_preview_links_token_hash")),
    )


def downgrade() -> None:
    op.drop_table("preview_links")
    op.drop_table("page_texts")
    op.drop_table("pages")
    op.drop_table("library_files")
