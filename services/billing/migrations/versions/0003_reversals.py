"""What was told of an invoice is taken back; what was declared before that does not stand."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(REVERSALS)


def downgrade() -> None:
    op.execute("ALTER TABLE entries DROP COLUMN reversed_on, DROP COLUMN reversal_reason")
    op.execute("ALTER TABLE invoices DROP COLUMN declared_at, DROP COLUMN reversed_at")


REVERSALS = """
    ALTER TABLE entries
        ADD COLUMN reversed_on date,
        ADD COLUMN reversal_reason text NOT NULL DEFAULT '';
    ALTER TABLE invoices
        ADD COLUMN declared_at timestamptz,
        ADD COLUMN reversed_at timestamptz;
"""
