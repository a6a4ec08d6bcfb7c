"""Who has shared something in a matter is found without reading through its documents."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("documents_by_author", "documents", ["matter_id", "author_id", "shared_at"])


def downgrade() -> None:
    op.drop_index("documents_by_author")
