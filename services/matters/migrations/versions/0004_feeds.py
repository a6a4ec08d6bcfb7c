"""Private calendar feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("full", sa.Boolean, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("fetched_at", MOMENT),
        sa.Column("fetched_by", sa.Text, nullable=False),
    )
    op.create_index("feeds_by_digest", "feeds", ["digest"], unique=True)
    live = sa.text("ended_at IS NULL")
    op.create_index("feeds_of_account", "feeds", ["account_id"], unique=True, postgresql_where=live)
    op.create_table(
        "feed_people",
        sa.Column("feed_id", sa.Uuid, sa.ForeignKey("feeds.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid, primary_key=True),
    )
    op.create_index("feeds_of_person", "feed_people", ["person_id"])
    op.create_table(
        "mailboxes",
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
    )


def downgrade() -> None:
    for table in ("mailboxes", "feed_people", "feeds"):
        op.drop_table(table)
