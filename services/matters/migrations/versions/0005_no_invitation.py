"""No e-mail invites to appointments: nothing says whether one would."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("appointments", "invitation")


def downgrade() -> None:
    none = sa.text("'none'")
    column = sa.Column("invitation", sa.Text, nullable=False, server_default=none)
    op.add_column("appointments", column)
