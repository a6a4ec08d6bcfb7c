"""What is searched is looked through from the latest message on."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("messages_by_time", "messages", ["conversation_id", "sent_at", "id"])
