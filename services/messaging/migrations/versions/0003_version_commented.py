"""On which version of a document a comment was made, and which is shown."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("documents", sa.Column("version", sa.BigInteger))
    op.add_column("messages", sa.Column("document_version", sa.BigInteger))


def downgrade() -> None:
    op.drop_column("messages", "document_version")
    op.drop_column("documents", "version")
