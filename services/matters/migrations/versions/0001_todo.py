"""What waits for whom, beside the roster."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_things()
    create_todos()


def create_things() -> None:
    op.create_table(
        "things",
        sa.Column("about_kind", sa.Text, primary_key=True),
        sa.Column("about_id", sa.Uuid, primary_key=True),
        sa.Column("matter_id", sa.Uuid, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("starts_at", MOMENT),
        sa.Column("time_zone", sa.Text, nullable=False),
        sa.Column("amount", sa.Text, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
    )


def create_todos() -> None:
    op.create_table(
        "todos",
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("about_kind", sa.Text, primary_key=True),
        sa.Column("about_id", sa.Uuid, primary_key=True),
        sa.Column("opened", sa.BigInteger, nullable=False),
        sa.Column("closed", sa.BigInteger, nullable=False),
        sa.Column("matter_id", sa.Uuid),
        sa.Column("since", MOMENT),
        sa.Column("place", sa.BigInteger),
        sa.Column("ended_at", MOMENT),
    )
    op.create_index(
        "todos_open",
        "todos",
        ["person_id", "place", "about_id"],
        postgresql_where=sa.text("opened > closed"),
    )
    op.create_index(
        "todos_done",
        "todos",
        ["person_id", "ended_at", "about_id"],
        postgresql_where=sa.text("ended_at IS NOT NULL"),
    )
    op.create_index("todos_of_thing", "todos", ["about_id", "about_kind"])


def downgrade() -> None:
    op.drop_table("todos")
    op.drop_table("things")
