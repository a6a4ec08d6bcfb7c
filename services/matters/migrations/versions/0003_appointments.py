"""Appointments: when people and their firm meet."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_appointments()
    create_people()


def create_appointments() -> None:
    op.create_table(
        "appointments",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("firm_id", sa.Text, nullable=False),
        sa.Column("matter_id", sa.Uuid, sa.ForeignKey("matters.id"), nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("author_id", sa.Uuid, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("starts", sa.Text, nullable=False),
        sa.Column("ends", sa.Text, nullable=False),
        sa.Column("time_zone", sa.Text, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("video_link", sa.Text, nullable=False),
        sa.Column("preparation", sa.Text, nullable=False),
        sa.Column("documents", sa.ARRAY(sa.Uuid), nullable=False),
        sa.Column("invitation", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("scheduled_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("cancelled_at", MOMENT),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("settle_at", MOMENT),
    )
    to_settle = sa.text("settle_at IS NOT NULL")
    op.create_index(
        "appointments_to_settle", "appointments", ["settle_at"], postgresql_where=to_settle
    )


def create_people() -> None:
    op.create_table(
        "appointment_people",
        sa.Column("appointment_id", sa.Uuid, sa.ForeignKey("appointments.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("persons.id"), primary_key=True),
        sa.Column("matter_id", sa.Uuid, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("place", sa.BigInteger, nullable=False),
        sa.Column("invited", sa.Boolean, nullable=False),
        sa.Column("asked", sa.Boolean, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("opened", sa.BigInteger, nullable=False),
        sa.Column("closed", sa.BigInteger, nullable=False),
    )
    op.create_index(
        "appointments_in_order",
        "appointment_people",
        ["person_id", "starts_at", "appointment_id"],
    )


def downgrade() -> None:
    op.drop_table("appointment_people")
    op.drop_table("appointments")
