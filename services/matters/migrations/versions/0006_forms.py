"""Forms: what is asked, the answers, and what was sent."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_definitions()
    create_forms()
    create_answers()
    create_submissions()
    create_documents()


def create_definitions() -> None:
    op.create_table(
        "form_definitions",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "published_forms",
        sa.Column("firm_id", sa.Text, primary_key=True),
        sa.Column("ref", sa.Text, primary_key=True),
        sa.Column("version", sa.Text, primary_key=True),
        sa.Column("sha256", sa.Text, sa.ForeignKey("form_definitions.sha256"), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
    )


def create_forms() -> None:
    op.create_table(
        "forms",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("firm_id", sa.Text, nullable=False),
        sa.Column("matter_id", sa.Uuid, sa.ForeignKey("matters.id"), nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("form_ref", sa.Text, nullable=False),
        sa.Column("form_version", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, sa.ForeignKey("form_definitions.sha256"), nullable=False),
        sa.Column("title", JSONB, nullable=False),
        sa.Column("author_id", sa.Uuid, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("joint", sa.Boolean, nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("change", sa.BigInteger, nullable=False),
        sa.Column("asked", sa.BigInteger, nullable=False),
        sa.Column("answered", sa.BigInteger, nullable=False),
        sa.Column("submissions", sa.BigInteger, nullable=False),
        sa.Column("requested_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("ruled_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
    )
    op.create_index("forms_of_request", "forms", ["firm_id", "ref"])
    op.create_table(
        "form_people",
        sa.Column("form_id", sa.Uuid, sa.ForeignKey("forms.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("persons.id"), primary_key=True),
        sa.Column("place", sa.BigInteger, nullable=False),
        sa.Column("opened", sa.BigInteger, nullable=False),
        sa.Column("closed", sa.BigInteger, nullable=False),
    )
    op.create_index("forms_of_person", "form_people", ["person_id", "form_id"])


def create_answers() -> None:
    op.create_table(
        "form_answers",
        sa.Column("form_id", sa.Uuid, sa.ForeignKey("forms.id"), primary_key=True),
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("value", JSONB),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("signed", sa.Text, nullable=False),
    )
    op.create_table(
        "form_other_answers",
        sa.Column("form_id", sa.Uuid, sa.ForeignKey("forms.id"), primary_key=True),
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("value", JSONB),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT),
    )


def create_submissions() -> None:
    op.create_table(
        "form_submissions",
        sa.Column("form_id", sa.Uuid, sa.ForeignKey("forms.id"), primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column(
            "definition_sha256",
            sa.Text,
            sa.ForeignKey("form_definitions.sha256"),
            nullable=False,
        ),
        sa.Column("answers", JSONB, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("signatures", JSONB, nullable=False),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=False),
    )


def create_documents() -> None:
    op.create_table(
        "known_documents",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("matter_id", sa.Uuid, nullable=False),
        sa.Column("author_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("change", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    for table in (
        "known_documents",
        "form_submissions",
        "form_other_answers",
        "form_answers",
        "form_people",
        "forms",
        "published_forms",
        "form_definitions",
    ):
        op.drop_table(table)
