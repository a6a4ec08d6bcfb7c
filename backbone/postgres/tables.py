"""The tables that every service's database has: what is to go out, what came in, what is retold."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, UUID

metadata = sa.MetaData()

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("exchange", sa.Text, nullable=False),
    sa.Column("routing_key", sa.Text, nullable=False),
    sa.Column("event_id", UUID, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("traceparent", sa.Text, nullable=False, server_default=""),
    sa.Column(
        "created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
    ),
    # Until when it is left alone, and why: nobody could receive it.
    sa.Column("held_until", sa.DateTime(timezone=True)),
    sa.Column("reason", sa.Text),
)

# An applied event keeps what names it alone, for as long as a copy of it might still come. One that
# waits or is parked keeps all that came, to be judged again as it came.
inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("exchange", sa.Text, primary_key=True),
    sa.Column("firm_id", sa.Text, primary_key=True),
    sa.Column("event_id", sa.Text, primary_key=True),
    # Empty, or the digest of what came later under an id that was taken: that is parked beside it.
    sa.Column("repeat", sa.LargeBinary, primary_key=True, server_default=sa.text("''")),
    sa.Column("id", UUID, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column(
        "received_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
    ),
    sa.Column("routing_key", sa.Text, nullable=False),
    sa.Column("content_type", sa.Text),
    sa.Column("user_id", sa.Text),
    sa.Column("body", sa.LargeBinary),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("due_at", sa.DateTime(timezone=True)),
    sa.Column("reason", sa.Text),
    sa.Column("parked_at", sa.DateTime(timezone=True)),
    # The firm hears of a rejected event once, however often it is replayed.
    sa.Column("told", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.CheckConstraint("state IN ('applied', 'waiting', 'parked')", name="inbox_state"),
    sa.Index("inbox_waiting", "due_at", "id", postgresql_where=sa.text("state = 'waiting'")),
    sa.Index("inbox_kept", "id", postgresql_where=sa.text("state IN ('waiting', 'parked')")),
    sa.Index("inbox_parked", "parked_at", "id", postgresql_where=sa.text("state = 'parked'")),
    sa.Index("inbox_received", "received_at", postgresql_using="brin"),
)

# What the clock's work could not do: a row that is set aside until `due_at`, or a whole turn, whose
# key is empty; and events that stay in hand.
setbacks = sa.Table(
    "setbacks",
    metadata,
    sa.Column("work", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    sa.Column("failures", sa.Integer, nullable=False, server_default=sa.text("1")),
    sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

# What this service is saying again to one that came late: which kind of its facts, of those `kinds`
# that were asked for, and how far.
restating = sa.Table(
    "restating",
    metadata,
    sa.Column("run", UUID, primary_key=True),
    sa.Column("asked_by", sa.Text, nullable=False),
    sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("kind", sa.Integer, nullable=False, server_default="0"),
    sa.Column("place", sa.Text, nullable=False, server_default=""),
    sa.Column("facts", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    sa.Column("ended_at", sa.DateTime(timezone=True)),
    sa.Column("kinds", ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'::text[]")),
    sa.Index("restating_open", "asked_at", postgresql_where=sa.text("ended_at IS NULL")),
)
