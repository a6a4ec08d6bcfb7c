"""Conversations, messages and read marks, beside the roster."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_conversations()
    create_places()
    create_audience_changes()
    create_documents()
    create_messages()
    create_attachments()
    create_read_marks()
    create_changes()


def create_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("matter_id", sa.Uuid, sa.ForeignKey("matters.id"), nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("subject_line", sa.Text, nullable=False),
        sa.Column("last_position", sa.BigInteger, nullable=False),
        sa.Column("active_at", MOMENT, nullable=False),
        sa.Column("audience_version", sa.BigInteger, nullable=False),
        sa.Column("changes", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("words", TSVECTOR, nullable=False, server_default=sa.text("''")),
    )
    op.create_index("conversations_of_matter", "conversations", ["matter_id"])


def create_places() -> None:
    op.create_table(
        "places",
        sa.Column("conversation_id", sa.Uuid, sa.ForeignKey("conversations.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("persons.id"), primary_key=True),
        sa.Column("active_at", MOMENT, nullable=False),
    )
    op.create_index("places_in_order", "places", ["person_id", "active_at", "conversation_id"])


def create_audience_changes() -> None:
    op.create_table(
        "audience_changes",
        sa.Column("matter_id", sa.Uuid, sa.ForeignKey("matters.id"), primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("from_date", MOMENT, nullable=False),
    )


def create_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("matter_id", sa.Uuid, nullable=False),
        sa.Column("conversation_id", sa.Uuid),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("change", sa.BigInteger, nullable=False),
        sa.Column("shared_at", MOMENT),
    )


def create_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("conversation_id", sa.Uuid, sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("author_id", sa.Uuid, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("author_role", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("attached", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("reply_to", sa.Uuid, sa.ForeignKey("messages.id")),
        sa.Column("revision", sa.BigInteger, nullable=False, server_default=sa.text("1")),
        sa.Column("change", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("edited_at", MOMENT),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("withdrawn_by", sa.Uuid, sa.ForeignKey("persons.id")),
        sa.Column("document_id", sa.Uuid, sa.ForeignKey("documents.id")),
        sa.Column("words", TSVECTOR, nullable=False, server_default=sa.text("''")),
    )
    op.create_index(
        "messages_in_order",
        "messages",
        ["conversation_id", "position"],
        unique=True,
        postgresql_include=["sent_at"],
    )
    op.create_index(
        "messages_of_author",
        "messages",
        ["conversation_id", "author_id", "position"],
        postgresql_include=["sent_at", "withdrawn_at"],
    )
    op.create_index(
        "messages_changed",
        "messages",
        ["conversation_id", "change"],
        postgresql_where=sa.text("change > 0"),
    )
    op.create_index(
        "messages_on_document",
        "messages",
        ["document_id", "sent_at", "id"],
        postgresql_where=sa.text("document_id IS NOT NULL"),
    )
    op.create_table(
        "comment_places",
        sa.Column("message_id", sa.Uuid, sa.ForeignKey("messages.id"), primary_key=True),
        sa.Column("page", sa.BigInteger, nullable=False),
        sa.Column("rectangle", sa.ARRAY(sa.Double)),
    )
    op.create_index(
        "messages_by_word",
        "messages",
        ["words"],
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )


def create_changes() -> None:
    op.create_table(
        "revisions",
        sa.Column("message_id", sa.Uuid, sa.ForeignKey("messages.id"), primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "readings",
        sa.Column("message_id", sa.Uuid, sa.ForeignKey("messages.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("persons.id"), primary_key=True),
        sa.Column("revision", sa.BigInteger, primary_key=True),
        sa.Column("read_at", MOMENT, nullable=False),
    )
    create_pins()


def create_pins() -> None:
    op.create_table(
        "pins",
        sa.Column("conversation_id", sa.Uuid, sa.ForeignKey("conversations.id"), primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("message_id", sa.Uuid, sa.ForeignKey("messages.id"), nullable=False),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("pinned_at", MOMENT, nullable=False),
        sa.Column("unpinned_at", MOMENT),
        sa.Column("unpinned_by", sa.Uuid, sa.ForeignKey("persons.id")),
    )
    op.create_index("pins_of_message", "pins", ["message_id", "number"])
    op.create_index(
        "pins_in_order",
        "pins",
        ["conversation_id", "number"],
        postgresql_where=sa.text("unpinned_at IS NULL"),
    )


def create_attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("message_id", sa.Uuid, sa.ForeignKey("messages.id"), primary_key=True),
        sa.Column("place", sa.BigInteger, primary_key=True),
        sa.Column("document_id", sa.Uuid, sa.ForeignKey("documents.id"), nullable=False),
    )


def create_read_marks() -> None:
    op.create_table(
        "read_marks",
        sa.Column("conversation_id", sa.Uuid, sa.ForeignKey("conversations.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("persons.id"), primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.Uuid, nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
    )


def downgrade() -> None:
    for table in TABLES.split():
        op.drop_table(table)


TABLES = """
    pins readings revisions read_marks attachments comment_places messages documents
    audience_changes places conversations
"""
