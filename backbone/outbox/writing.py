"""Events leave with the change that made them: written in its transaction, sent by the relay."""

import datetime
import uuid

from sqlalchemy.orm import Session

from backbone import tracing
from contracts import ids, topology
from contracts.events import Event, encode

CHANNEL = "outbox"
SOURCE = "redwell"

_KEEP = (
    "WITH kept AS ("
    " INSERT INTO outbox (exchange, routing_key, event_id, body, traceparent)"
    " VALUES (%(exchange)s, %(routing_key)s, %(event_id)s, %(body)s, %(traceparent)s)"
    " RETURNING id)"
    " SELECT pg_notify('outbox', '') FROM kept"
)


def publish(
    session: Session,
    event: Event,
    firm_id: str,
    *,
    time: datetime.datetime | None = None,
    event_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Let the event go out once the caller's transaction has committed, at least once.

    `time`: when it happened. Returns the event's id: `event_id`, or a new one.
    """
    event_id = event_id or ids.new_id()
    body = encode(
        event,
        id=str(event_id),
        source=SOURCE,
        firm_id=firm_id,
        time=time or datetime.datetime.now(datetime.UTC),
        traceparent=tracing.current(),
    )
    kept = {
        "exchange": event.exchange,
        "routing_key": topology.routing_key(firm_id, event.type, event.addressee()),
        "event_id": event_id,
        "body": body,
        "traceparent": tracing.current(),
    }
    session.connection().exec_driver_sql(_KEEP, kept)
    return event_id
