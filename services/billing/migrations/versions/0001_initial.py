"""Invoices, who owes them, what came in for them, who has looked, beside the roster."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(INVOICES)
    op.execute(PEOPLE)


def downgrade() -> None:
    for table in ["pay_hosts", "leavings", "views", "entries", "bills", "invoices"]:
        op.execute(f"DROP TABLE {table}")


INVOICES = """
    CREATE TABLE invoices (
        id uuid PRIMARY KEY,
        firm_id text NOT NULL,
        matter_id uuid NOT NULL REFERENCES matters,
        ref text NOT NULL,
        number text NOT NULL,
        issued_on date NOT NULL,
        due_on date,
        currency text NOT NULL,
        total numeric NOT NULL,
        paid numeric NOT NULL,
        credited numeric NOT NULL,
        outstanding numeric NOT NULL,
        state text NOT NULL,
        settled_on date,
        declared_paid_on date,
        voided_at timestamptz,
        void_reason text NOT NULL,
        pay_link text NOT NULL,
        stated jsonb NOT NULL,
        stated_at timestamptz NOT NULL,
        digests text[] NOT NULL,
        revision bigint NOT NULL,
        version bigint NOT NULL,
        billed uuid[] NOT NULL
    );
    CREATE INDEX invoices_of_matter ON invoices (matter_id, state);
    CREATE INDEX invoices_by_firm ON invoices (firm_id, id);
    CREATE TABLE entries (
        firm_id text,
        kind text,
        ref text,
        invoice_id uuid NOT NULL REFERENCES invoices,
        amount numeric NOT NULL,
        entered_on date NOT NULL,
        person_id uuid,
        about text NOT NULL,
        digest text NOT NULL,
        told_at timestamptz NOT NULL,
        PRIMARY KEY (firm_id, kind, ref)
    );
    CREATE INDEX entries_of_invoice ON entries (invoice_id);
"""
PEOPLE = """
    CREATE TABLE bills (
        invoice_id uuid REFERENCES invoices,
        person_id uuid REFERENCES persons,
        place bigint NOT NULL,
        share numeric,
        paid numeric NOT NULL,
        PRIMARY KEY (invoice_id, person_id)
    );
    CREATE INDEX bills_of_person ON bills (person_id);
    CREATE TABLE views (
        invoice_id uuid REFERENCES invoices,
        person_id uuid REFERENCES persons,
        revision bigint,
        viewed_at timestamptz NOT NULL,
        PRIMARY KEY (invoice_id, person_id, revision)
    );
    CREATE TABLE leavings (
        invoice_id uuid REFERENCES invoices,
        person_id uuid REFERENCES persons,
        opened_at timestamptz NOT NULL,
        PRIMARY KEY (invoice_id, person_id)
    );
    CREATE TABLE pay_hosts (
        firm_id text PRIMARY KEY,
        hosts text[] NOT NULL,
        said_at timestamptz NOT NULL
    );
"""
