"""An outline of each published item, so that pictures of the whole record need no bodies."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("public_items", sa.Column("outline", sa.JSON(), nullable=True, comment="what pictures show of it"))


def downgrade() -> None:
    op.drop_column("public_items", "outline")
