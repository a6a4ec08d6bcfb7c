"""Devices, passkeys, policies, the trail, and sign-in by a typed address."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
# Nobody's program needs to change what was recorded; a slip or a break-in must not either.
APPEND_ONLY = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'records are append-only'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON records
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


def upgrade() -> None:
    _people()
    _ways_in()
    _attempts()
    _trail()


def _people() -> None:
    empty = sa.text("'{}'::jsonb")
    op.add_column("firms", sa.Column("policy", JSONB, nullable=False, server_default=empty))
    alone = sa.Column("mailbox_alone", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("accounts", alone)
    op.add_column("accounts", sa.Column("reset_at", MOMENT))
    op.add_column("accounts", sa.Column("name", sa.Text))
    op.add_column("accounts", sa.Column("time_zone", sa.Text))
    op.add_column("persons", sa.Column("held_at", MOMENT))


def _ways_in() -> None:
    op.create_table(
        "devices",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("token_digest", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("account_id", sa.Uuid, _dies_with_account(), nullable=False, index=True),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("remembered_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
    )
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, _dies_with_account(), nullable=False, index=True),
        sa.Column("credential_id", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("sign_count", sa.BigInteger, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT),
    )


def _attempts() -> None:
    device = sa.ForeignKey("devices.id", ondelete="SET NULL")
    op.add_column("attempts", sa.Column("device_id", sa.Uuid, device))
    for table in ("attempts", "sessions"):
        op.add_column(table, sa.Column("challenge", sa.LargeBinary))
        op.add_column(table, sa.Column("challenge_ends_at", MOMENT))
    op.add_column("sessions", sa.Column("totp_pending", sa.LargeBinary))
    op.add_column("codes", sa.Column("sealed", sa.LargeBinary))
    op.create_index(
        "codes_sealed", "codes", ["issued_at"], postgresql_where=sa.text("sealed IS NOT NULL")
    )


def _trail() -> None:
    op.create_table(
        "records",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("account_id", sa.Uuid, index=True),
        sa.Column("person_id", sa.Uuid, index=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("network", sa.Text, nullable=False),
        sa.Column("details", JSONB, nullable=False),
    )
    op.execute(APPEND_ONLY)


def _dies_with_account() -> sa.ForeignKey:
    return sa.ForeignKey("accounts.id", ondelete="CASCADE")
