"""Firms, persons, accounts, sign-ins under way, factors, sessions, and the audit trail."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
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
    _factors()
    _sessions()
    _attempts()
    _trail()


def _people() -> None:
    op.create_table(
        "firms",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("contact", sa.Text, nullable=False),
        sa.Column("accent", sa.Text, nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("policy", JSONB, nullable=False),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("address", sa.Text, nullable=False, unique=True),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("codes_sealed", sa.LargeBinary),
        sa.Column("mailbox_alone", sa.Boolean, nullable=False),
        sa.Column("reset_at", MOMENT),
        sa.Column("name", sa.Text),
        sa.Column("time_zone", sa.Text),
    )
    op.create_table(
        "persons",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("firm_id", sa.Text, sa.ForeignKey("firms.id"), nullable=False),
        sa.Column("contact_ref", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_at", MOMENT, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False, index=True),
        sa.Column("email_at", MOMENT, nullable=False),
        sa.Column("time_zone", sa.Text),
        sa.Column("time_zone_at", MOMENT, nullable=False),
        sa.Column("invited", sa.Boolean, nullable=False),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("accounts.id"), index=True),
        sa.Column("activated_at", MOMENT),
        sa.Column("links_void_before", MOMENT),
        sa.Column("held_at", MOMENT),
    )


def _factors() -> None:
    op.create_table(
        "authenticators",
        sa.Column("account_id", sa.Uuid, _dies_with("accounts"), primary_key=True),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("last_step", sa.BigInteger, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
    )
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, _dies_with("accounts"), nullable=False, index=True),
        sa.Column("credential_id", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("sign_count", sa.BigInteger, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, _dies_with("accounts"), nullable=False, index=True),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("used_at", MOMENT),
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("token_digest", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("account_id", sa.Uuid, _dies_with("accounts"), nullable=False, index=True),
        sa.Column("proofs", JSONB, nullable=False),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("proved_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
        sa.Column("totp_pending", sa.LargeBinary),
        sa.Column("challenge", sa.LargeBinary),
        sa.Column("challenge_ends_at", MOMENT),
    )
    op.create_table(
        "devices",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("token_digest", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("account_id", sa.Uuid, _dies_with("accounts"), nullable=False, index=True),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("remembered_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
    )


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("token_digest", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("persons.id"), index=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("target", JSONB, nullable=False),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("network", sa.Text, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False, index=True),
        sa.Column("mailbox_proved_at", MOMENT),
        sa.Column("factor", sa.Text),
        sa.Column("totp_pending", sa.LargeBinary),
        sa.Column("device_id", sa.Uuid, sa.ForeignKey("devices.id", ondelete="SET NULL")),
        sa.Column("challenge", sa.LargeBinary),
        sa.Column("challenge_ends_at", MOMENT),
    )
    op.create_table(
        "codes",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("attempt_id", sa.Uuid, _dies_with("attempts"), nullable=False, index=True),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("resend_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
    )
    op.create_index(
        "codes_sealed", "codes", ["issued_at"], postgresql_where=sa.text("sealed IS NOT NULL")
    )
    op.create_table(
        "tallies",
        sa.Column("key", sa.LargeBinary, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False, index=True),
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


def _dies_with(table: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{table}.id", ondelete="CASCADE")
