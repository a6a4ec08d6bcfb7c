"""A list of what waits that is made anew beside the one that people see."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("CREATE TABLE shadow_things (LIKE things INCLUDING INDEXES)")
    op.execute("CREATE TABLE shadow_todos (LIKE todos)")
    op.create_primary_key(
        "shadow_todos_pkey", "shadow_todos", ["person_id", "about_kind", "about_id"]
    )
    op.create_table(
        "rebuilds",
        sa.Column("run", sa.Uuid, primary_key=True),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("heard", sa.BigInteger, nullable=False),
        sa.Column("ended_at", MOMENT),
    )


def downgrade() -> None:
    for table in ("rebuilds", "shadow_todos", "shadow_things"):
        op.drop_table(table)
