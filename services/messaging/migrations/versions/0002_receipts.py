"""Whether a firm's people see who has read what."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    shown = sa.Column("receipts_shown", sa.Boolean, nullable=False, server_default=sa.true())
    op.add_column("firms", shown)
    op.add_column("firms", sa.Column("receipts_at", sa.DateTime(timezone=True)))
