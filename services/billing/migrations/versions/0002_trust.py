"""Money in trust, and what firms ask to be put there."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(TRUST)


def downgrade() -> None:
    op.execute("DROP TABLE trust_entries")
    op.execute("DROP TABLE trust_requests")


TRUST = """
    CREATE TABLE trust_entries (
        firm_id text,
        ref text,
        matter_id uuid NOT NULL REFERENCES matters,
        person_id uuid NOT NULL REFERENCES persons,
        currency text NOT NULL,
        amount numeric NOT NULL,
        moved_on date NOT NULL,
        description text NOT NULL,
        request_id uuid,
        digest text NOT NULL,
        told_at timestamptz NOT NULL,
        PRIMARY KEY (firm_id, ref)
    );
    CREATE INDEX trust_entries_of_person
        ON trust_entries (matter_id, person_id, currency, moved_on);
    CREATE TABLE trust_requests (
        id uuid PRIMARY KEY,
        firm_id text NOT NULL,
        matter_id uuid NOT NULL REFERENCES matters,
        person_id uuid NOT NULL REFERENCES persons,
        ref text NOT NULL,
        currency text NOT NULL,
        amount numeric NOT NULL,
        received numeric NOT NULL,
        requested_on date NOT NULL,
        due_on date,
        text text NOT NULL,
        withdrawn_at timestamptz,
        said_at timestamptz NOT NULL,
        version bigint NOT NULL
    );
    CREATE INDEX trust_requests_of_person ON trust_requests (person_id, matter_id);
"""
