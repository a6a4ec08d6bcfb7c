"""The outbox, the inbox, what the clock's work could not do, and what is being restated."""

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
            repeat bytea NOT NULL DEFAULT '',
            id uuid NOT NULL,
            digest bytea NOT NULL,
            state text NOT NULL CONSTRAINT inbox_state
                CHECK (state IN ('applied', 'waiting', 'parked')),
            received_at timestamptz NOT NULL DEFAULT now(),
            routing_key text NOT NULL,
            content_type text,
            user_id text,
            body bytea,
            attempts integer NOT NULL DEFAULT 0,
            due_at timestamptz,
            reason text,
            parked_at timestamptz,
            told boolean NOT NULL DEFAULT false,
            PRIMARY KEY (exchange, firm_id, event_id, repeat)
        );
        CREATE INDEX inbox_waiting ON inbox (due_at, id) WHERE state = 'waiting';
        CREATE INDEX inbox_kept ON inbox (id) WHERE state IN ('waiting', 'parked');
        CREATE INDEX inbox_parked ON inbox (parked_at, id) WHERE state = 'parked';
        CREATE INDEX inbox_received ON inbox USING brin (received_at);
        CREATE TABLE setbacks (
            work text NOT NULL,
            key text NOT NULL,
            since timestamptz NOT NULL,
            failures integer NOT NULL DEFAULT 1,
            due_at timestamptz NOT NULL,
            reason text NOT NULL,
            PRIMARY KEY (work, key)
        );
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
    op.execute("DROP TABLE restating; DROP TABLE setbacks; DROP TABLE inbox; DROP TABLE outbox;")
