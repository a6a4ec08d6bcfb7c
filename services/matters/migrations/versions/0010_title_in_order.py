"""A form's title by language, in the form's own order of its languages."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_IN_ORDER = """
    UPDATE forms SET title = (
        SELECT json_object_agg(named.language, forms.title ->> named.language ORDER BY named.place)
        FROM form_definitions AS definitions,
            json_array_elements_text(definitions.body::json -> 'languages')
                WITH ORDINALITY AS named (language, place)
        WHERE definitions.sha256 = forms.sha256
    )
"""


def upgrade() -> None:
    op.alter_column("forms", "title", type_=sa.JSON, postgresql_using="title::json")
    op.execute(_IN_ORDER)


def downgrade() -> None:
    op.execute("ALTER TABLE forms ALTER COLUMN title TYPE jsonb USING title::jsonb")
