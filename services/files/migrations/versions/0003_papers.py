"""What was sent of forms, to be drawn as documents."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "papers",
        sa.Column("document_id", sa.Uuid, primary_key=True),
        sa.Column("form", sa.Text),
        sa.Column("sent", sa.Text),
        sa.Column("drawn_at", sa.DateTime(timezone=True)),
    )


def downgrade() -> None:
    op.drop_table("papers")
