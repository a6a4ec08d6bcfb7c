"""Firms, persons, alerts and the delivery log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "firms",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("contact", sa.Text, nullable=False),
        sa.Column("accent", sa.Text, nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
    )
    op.create_table(
        "persons",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("firm_id", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_at", MOMENT),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("address_at", MOMENT),
        sa.Column("invited_at", MOMENT),
        sa.Column("removed_at", MOMENT),
        sa.Column("activated_at", MOMENT),
        sa.Column("get_started_at", MOMENT),
        sa.Column("alerted_at", MOMENT),
        sa.Column("unreachable_at", MOMENT),
    )
    op.create_index("persons_of_address", "persons", ["address"])
    create_alerts()
    create_emails()


def create_alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("about_kind", sa.Text, primary_key=True),
        sa.Column("about_id", sa.Uuid, primary_key=True),
        sa.Column("opened", sa.BigInteger, nullable=False),
        sa.Column("closed", sa.BigInteger, nullable=False),
        sa.Column("matter_id", sa.Uuid),
        sa.Column("due_at", MOMENT),
        sa.Column("emailed_at", MOMENT),
    )
    op.create_index(
        "alerts_due", "alerts", ["due_at"], postgresql_where=sa.text("due_at IS NOT NULL")
    )
    op.create_table(
        "parts",
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("matter_id", sa.Uuid, primary_key=True),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
    )


def create_emails() -> None:
    op.create_table(
        "emails",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("firm_id", sa.Text, nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("message_id", sa.Text, nullable=False, unique=True),
        sa.Column("content", sa.LargeBinary),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("interrupted", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT),
        sa.Column("lease_until", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("fault", sa.Text, nullable=False),
    )
    queued, sending = sa.text("state = 'queued'"), sa.text("state = 'sending'")
    owed = sa.text("state IN ('queued', 'sending')")
    op.create_index(
        "emails_due", "emails", [sa.text("urgent DESC"), "due_at"], postgresql_where=queued
    )
    trouble = sa.text("fault = 'sender'")
    op.create_index("emails_in_trouble", "emails", ["created_at"], postgresql_where=trouble)
    op.create_index("emails_leased", "emails", ["lease_until"], postgresql_where=sending)
    kept = sa.text("state = 'failed' AND content IS NOT NULL")
    op.create_index("emails_kept", "emails", ["ended_at"], postgresql_where=kept)
    op.create_index("emails_of_person", "emails", ["person_id"], postgresql_where=owed)


def downgrade() -> None:
    for table in ("emails", "parts", "alerts", "persons", "firms"):
        op.drop_table(table)
