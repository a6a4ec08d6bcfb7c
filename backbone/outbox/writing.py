"""Events leave with the change that made them: written in its transaction, sent by the relay."""

import datetime
import uuid
from typing import Any

from sqlalchemy import CTE, Select, bindparam, func, insert, literal, select
from sqlalchemy.orm import Session

from backbone import tracing
from backbone.postgres.prepared import Prepared
from backbone.postgres.tables import outbox
from contracts import ids, topology
from contracts.events import Event, encode

CHANNEL = "outbox"
SOURCE = "redwell"


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
    now = time or datetime.datetime.now(datetime.UTC)
    _KEEP.run(session.connection(), row_of(event, firm_id, event_id=event_id, time=now))
    return event_id


def row_of(
    event: Event, firm_id: str, *, time: datetime.datetime, event_id: uuid.UUID | None = None
) -> dict[str, Any]:
    """The parameters of a statement made by `publishing`."""
    event_id = event_id or ids.new_id()
    body = encode(
        event,
        id=str(event_id),
        source=SOURCE,
        firm_id=firm_id,
        time=time,
        traceparent=tracing.current(),
    )
    return {
        "event_exchange": event.exchange,
        "event_routing_key": topology.routing_key(firm_id, event.type, event.addressee()),
        "event_event_id": event_id,
        "event_body": body,
        "event_traceparent": tracing.current(),
    }


def publishing(changed: CTE) -> Select[*tuple[Any, ...]]:
    """What was `changed`, a row of it or none, and with that row the event: in one round trip."""
    kept = insert(outbox).from_select(list(_ROW), select(*_ROW.values()).select_from(changed))
    wake = func.pg_notify(CHANNEL, "").label("told")
    return select(changed, wake).add_cte(kept.cte("kept"))


_ROW = {
    name: bindparam(f"event_{name}", type_=outbox.c[name].type)
    for name in ("exchange", "routing_key", "event_id", "body", "traceparent")
}
_KEEP = Prepared(publishing(select(literal(1).label("one")).cte("changed")))
