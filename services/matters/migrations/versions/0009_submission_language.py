"""In which of its languages a form was read that was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    language = sa.Column("language", sa.Text, nullable=False, server_default="")
    op.add_column("form_submissions", language)


def downgrade() -> None:
    op.drop_column("form_submissions", "language")
