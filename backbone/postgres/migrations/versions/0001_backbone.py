"""The outbox, the inbox, and what is being restated."""

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE outbox (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            exchange text NOT NULL,
            routing_key text NOT NULL,
            event_id uuid NOT NULL,
            body bytea NOT NULL,
            traceparent text NOT NULL DEFAULT '',
            created_at timestamptz NOT NULL DEFAULT now(),
            held_until timestamptz,
            reason text
        );
        CREATE TABLE inbox (
            exchange text NOT NULL,
            firm_id text NOT NULL,
            event_id text NOT NULL,
            id uuid NOT NULL,
            state text NOT NULL CONSTRAINT inbox_state
                CHECK (state IN ('applied', 'waiting', 'parked')),
            received_at timestamptz NOT NULL DEFAULT now(),
            routing_key text,
            content_type text,
            user_id text,
            body bytea,
            attempts integer NOT NULL DEFAULT 0,
            due_at timestamptz,
            reason text,
            parked_at timestamptz,
            told boolean NOT NULL DEFAULT false,
            PRIMARY KEY (exchange, firm_id, event_id)
        );
        CREATE INDEX inbox_waiting ON inbox (due_at) WHERE state = 'waiting';
        CREATE INDEX inbox_parked ON inbox (parked_at, id) WHERE state = 'parked';
        CREATE INDEX inbox_received ON inbox USING brin (received_at);
        CREATE TABLE restating (
            run uuid PRIMARY KEY,
            asked_by text NOT NULL,
            asked_at timestamptz NOT NULL,
            kind integer NOT NULL DEFAULT 0,
            place text NOT NULL DEFAULT '',
            facts bigint NOT NULL DEFAULT 0,
            ended_at timestamptz
        );
        CREATE INDEX restating_open ON restating (asked_at) WHERE ended_at IS NULL;
    """)


def downgrade() -> None:
    op.execute("DROP TABLE restating; DROP TABLE inbox; DROP TABLE outbox;")
