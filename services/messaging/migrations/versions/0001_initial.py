"""Firms, persons, matters and their members; conversations, messages and read marks."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_names()
    create_matters()
    create_conversations()
    create_messages()
    create_read_marks()


def create_names() -> None:
    op.create_table(
        "firms",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("named_at", MOMENT, nullable=False),
    )
    op.create_table(
        "persons",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("firm_id", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("named_at", MOMENT, nullable=False),
    )


def create_matters() -> None:
    op.create_table(
        "matters",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("firm_id", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("title_at", MOMENT, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("number_at", MOMENT, nullable=False),
        sa.Column("closed", sa.Boolean, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=False),
    )
    op.create_table(
        "members",
        sa.Column("matter_id", sa.Uuid, sa.ForeignKey("matters.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("persons.id"), primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("from_date", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    current = sa.text("removed_at IS NULL")
    op.create_index("members_of_person", "members", ["person_id"], postgresql_where=current)


def create_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("matter_id", sa.Uuid, sa.ForeignKey("matters.id"), nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("subject_line", sa.Text, nullable=False),
        sa.Column("last_position", sa.BigInteger, nullable=False),
        sa.Column("active_at", MOMENT, nullable=False),
    )
    op.create_index("conversations_of_matter", "conversations", ["matter_id"])


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
    )
    op.create_index(
        "messages_in_order",
        "messages",
        ["conversation_id", "position"],
        unique=True,
        postgresql_include=["sent_at", "author_id"],
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
    for table in (
        "read_marks",
        "messages",
        "conversations",
        "members",
        "matters",
        "persons",
        "firms",
    ):
        op.drop_table(table)
