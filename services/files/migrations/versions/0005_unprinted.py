"""What came while there was no LibreOffice, to be converted once it is there."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "versions",
        sa.Column("unprinted", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    # Why each was shown as it is was not noted until now: all of them are tried once more.
    op.execute(
        "UPDATE versions SET unprinted = true WHERE state = 'ready' AND (shown_as = 'docx'"
        " OR (shown_as = 'none' AND media_type ~ '(word|rtf|powerpoint|presentation|text)$'))"
    )
    op.create_index(
        "versions_unprinted", "versions", ["created_at"], postgresql_where=sa.text("unprinted")
    )


def downgrade() -> None:
    op.drop_index("versions_unprinted")
    op.drop_column("versions", "unprinted")
