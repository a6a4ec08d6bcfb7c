"""Firms, persons, matters and participants."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_names()
    create_matters()
    create_participants()
    create_receipts_shown()


def create_names() -> None:
    op.create_table(
        "firms",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("named_at", MOMENT, nullable=False),
    )
    op.create_table(
        "persons",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("firm_id", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("named_at", MOMENT, nullable=False),
    )


def create_matters() -> None:
    op.create_table(
        "matters",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("firm_id", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("title_at", MOMENT, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("number_at", MOMENT, nullable=False),
        sa.Column("closed", sa.Boolean, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=False),
    )


def create_participants() -> None:
    op.create_table(
        "participants",
        sa.Column("matter_id", sa.Uuid, sa.ForeignKey("matters.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("persons.id"), primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("from_date", MOMENT, nullable=False),
        sa.Column("from_date_kept", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("removed_at", MOMENT),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    current = sa.text("removed_at IS NULL")
    op.create_index(
        "participants_of_person", "participants", ["person_id"], postgresql_where=current
    )


def create_receipts_shown() -> None:
    op.create_table(
        "receipts_shown",
        sa.Column("firm_id", sa.Text, sa.ForeignKey("firms.id"), primary_key=True),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
    )


def downgrade() -> None:
    for table in ("receipts_shown", "participants", "matters", "persons", "firms"):
        op.drop_table(table)
