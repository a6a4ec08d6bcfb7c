"""How much somebody has uploaded and not sent, or removed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "documents_unsent_of",
        "documents",
        ["author_id"],
        postgresql_where=sa.text("shared_at IS NULL"),
    )
    op.add_column("discarded", sa.Column("person_id", sa.Uuid))
    op.add_column(
        "discarded", sa.Column("size", sa.BigInteger, nullable=False, server_default=sa.text("0"))
    )
    op.create_index("discarded_of_person", "discarded", ["person_id"])


def downgrade() -> None:
    op.drop_index("discarded_of_person")
    op.drop_column("discarded", "size")
    op.drop_column("discarded", "person_id")
    op.drop_index("documents_unsent_of")
