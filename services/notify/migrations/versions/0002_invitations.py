"""Appointments by e-mail: which firms want it, and who was told what."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("parts", sa.Column("from_date", MOMENT))
    op.create_table(
        "invitation_policies",
        sa.Column("firm_id", sa.Text, primary_key=True),
        sa.Column("emailed", sa.Boolean, nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
    )
    op.create_table(
        "invitations",
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("appointment_id", sa.Uuid, primary_key=True),
        sa.Column("matter_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("time_zone", sa.Text, nullable=False),
        sa.Column("all_day", sa.Boolean, nullable=False),
        sa.Column("takes_place", sa.Boolean, nullable=False),
        sa.Column("cancelled", sa.Boolean, nullable=False),
        sa.Column("told_sequence", sa.Integer),
        sa.Column("told_from", MOMENT),
        sa.Column("told_until", MOMENT),
        sa.Column("email_id", sa.Uuid),
        sa.Column("due_at", MOMENT),
    )
    due = sa.text("due_at IS NOT NULL")
    op.create_index("invitations_due", "invitations", ["due_at"], postgresql_where=due)


def downgrade() -> None:
    op.drop_table("invitations")
    op.drop_table("invitation_policies")
    op.drop_column("parts", "from_date")
