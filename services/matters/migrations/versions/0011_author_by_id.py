"""From whom a thing is, beside the name that was told of them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TABLES = ("things", "shadow_things")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("author_id", sa.Uuid))


def downgrade() -> None:
    for table in _TABLES:
        op.drop_column(table, "author_id")
