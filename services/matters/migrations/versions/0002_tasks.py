"""Tasks: what a firm asks people to do."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_tasks()
    create_people_and_steps()


def create_tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("firm_id", sa.Text, nullable=False),
        sa.Column("matter_id", sa.Uuid, sa.ForeignKey("matters.id"), nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("author_id", sa.Uuid, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("documents", sa.ARRAY(sa.Uuid), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("assigned_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("cancelled_at", MOMENT),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("completed_by", sa.Uuid, sa.ForeignKey("persons.id")),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("tell_at", MOMENT),
        sa.Column("told_done", sa.Boolean, nullable=False),
    )
    to_tell = sa.text("tell_at IS NOT NULL")
    op.create_index("tasks_to_tell", "tasks", ["tell_at"], postgresql_where=to_tell)


def create_people_and_steps() -> None:
    op.create_table(
        "task_people",
        sa.Column("task_id", sa.Uuid, sa.ForeignKey("tasks.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("persons.id"), primary_key=True),
        sa.Column("place", sa.BigInteger, nullable=False),
        sa.Column("assigned", sa.Boolean, nullable=False),
        sa.Column("opened", sa.BigInteger, nullable=False),
        sa.Column("closed", sa.BigInteger, nullable=False),
    )
    op.create_index("tasks_of_person", "task_people", ["person_id", "task_id"])
    op.create_table(
        "task_steps",
        sa.Column("task_id", sa.Uuid, sa.ForeignKey("tasks.id"), primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.Column("done_by", sa.Uuid, sa.ForeignKey("persons.id")),
    )


def downgrade() -> None:
    for table in ("task_steps", "task_people", "tasks"):
        op.drop_table(table)
