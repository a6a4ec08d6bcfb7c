"""Where matters stand."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "progress",
        sa.Column("matter_id", sa.Uuid, sa.ForeignKey("matters.id"), primary_key=True),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("stages", ARRAY(sa.Text), nullable=False),
        sa.Column("since", sa.Date),
        sa.Column("next_step", sa.Text, nullable=False),
        sa.Column("who_acts", sa.Text, nullable=False),
        sa.Column("next_on", sa.Date),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("progress")
