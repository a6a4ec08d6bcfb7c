"""Which form holds a document among its answers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("documents", sa.Column("held_by", sa.Uuid))
    op.add_column("documents", sa.Column("held_version", sa.BigInteger))


def downgrade() -> None:
    op.drop_column("documents", "held_version")
    op.drop_column("documents", "held_by")
