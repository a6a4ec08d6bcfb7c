"""Applies each event exactly once, whatever the broker does: the row of the inbox decides.

An event is applied in the transaction that writes its row. One that fails waits in the same table
and is tried again with growing delay; one that can never be applied is parked with its reason.
"""

import dataclasses
import datetime
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backbone import log, outbox, outcome
from backbone.arrival import Arrival, Delivery, Reading, answers_for, read
from backbone.database import is_away
from backbone.tables import inbox
from contracts import ids
from contracts.errors import EventRefused
from contracts.events import Event
from contracts.events.rejections import EventRejected

Handler = Callable[[Session, Event, Delivery], None]
KEPT_FOR = datetime.timedelta(days=30)
_KEY = (inbox.c.exchange, inbox.c.firm_id, inbox.c.event_id)
# What runs for every event, and all the time, is put together once.
_TAKE = insert(inbox).on_conflict_do_nothing().returning(inbox.c.id)
_DUE = (
    sa.select(inbox)
    .where(inbox.c.state == "waiting", inbox.c.due_at <= sa.func.now())
    .order_by(inbox.c.due_at, inbox.c.received_at)
    .limit(1)
    .with_for_update(skip_locked=True)
)


@dataclasses.dataclass(frozen=True)
class Handlers:
    """What a service does with events, by (exchange, type), and how patient it is."""

    service: str
    by_type: dict[tuple[str, str], Handler]
    retry_delays: list[float]

    def apply(self, session: Session, reading: Reading) -> None:
        """Apply the event; raises what the handler raises, or EventRefused."""
        if reading.delivery is None or reading.event is None:
            raise EventRefused(reading.refusal)
        kind = (reading.delivery.exchange, reading.delivery.type)
        handler = self.by_type.get(kind)
        if handler is None:
            raise EventRefused(f"No part of Redwell takes '{reading.delivery.type}' yet.")
        handler(session, reading.event, reading.delivery)


def apply_new(session: Session, handlers: Handlers, arrival: Arrival, reading: Reading) -> bool:
    """Apply an event that just came, unless a copy of it came before; False for a copy.

    A parked event may be sent again under its id with another body: that is a correction.
    """
    row = {**_key(arrival, reading), "id": ids.new_id(), "state": "applied"}
    if session.execute(_TAKE, row).first() is None and not _correct(session, arrival, reading):
        return False
    handlers.apply(session, reading)
    return True


def keep_failed(
    session: Session, handlers: Handlers, arrival: Arrival, reading: Reading, error: Exception
) -> None:
    """Keep an event that could not be applied, to wait or parked; the firm hears of the latter."""
    columns = outcome.after_failure(error, attempts=1, delays=handlers.retry_delays)
    came = {**_as_it_came(arrival), **columns, "told": False}
    kept = (
        insert(inbox)
        .values({**_key(arrival, reading), **came, "id": ids.new_id()})
        .on_conflict_do_update(
            index_elements=_KEY,
            set_=came,
            where=(inbox.c.state == "parked") & (inbox.c.body != arrival.body),
        )
        .returning(inbox.c.id)
    )
    if session.execute(kept).first() is None:
        return  # another copy was quicker
    _note(arrival, columns, error)
    if _tell(session, handlers, arrival, reading, columns, error):
        key = _key(arrival, reading)
        session.execute(sa.update(inbox).where(*_is(key)).values(told=True))


def retry_due(session: Session, handlers: Handlers) -> bool:
    """Try the waiting event that is due longest again; False when none is due."""
    row = session.execute(_DUE).mappings().first()
    if row is None:
        return False
    try_again(session, handlers, dict(row))
    return True


def try_again(session: Session, handlers: Handlers, row: Mapping[str, Any]) -> dict[str, Any]:
    """Try a kept event, whose row the caller has locked, once more; returns its new columns."""
    arrival = Arrival(
        row["exchange"], row["routing_key"], row["body"], row["content_type"], row["user_id"]
    )
    reading = dataclasses.replace(read(arrival), event_id=row["event_id"])
    log.bind(firm_id=arrival.firm_id, event_id=reading.event_id, traceparent=reading.traceparent)
    try:
        with session.begin_nested():
            handlers.apply(session, reading)
    except Exception as error:
        if is_away(error):
            raise
        columns = outcome.after_failure(error, row["attempts"] + 1, handlers.retry_delays)
        _note(arrival, columns, error)
        if not row["told"]:
            told = _tell(session, handlers, arrival, reading, columns, error)
            columns = {**columns, "told": told}
    else:
        columns = outcome.applied()
        log.get().info("event applied", type=arrival.event_type, attempts=row["attempts"] + 1)
    session.execute(sa.update(inbox).where(*_is(row)).values(columns))
    return columns


def forget_old(session: Session) -> int:
    """Forget applied events of long ago, a few hundred at a time; returns how many went."""
    old = (
        sa.select(*_KEY)
        .where(inbox.c.state == "applied", inbox.c.received_at < sa.func.now() - KEPT_FOR)
        .limit(500)
        .with_for_update(skip_locked=True)
    )
    gone = sa.delete(inbox).where(sa.tuple_(*_KEY).in_(old)).returning(inbox.c.id)
    return len(session.execute(gone).all())


def _correct(session: Session, arrival: Arrival, reading: Reading) -> bool:
    """Whether the event replaces a parked one of the same id; its row is then taken over."""
    key = _key(arrival, reading)
    corrected = (
        sa.update(inbox)
        .where(*_is(key), inbox.c.state == "parked", inbox.c.body != arrival.body)
        .values(outcome.applied())
        .returning(inbox.c.id)
    )
    return session.execute(corrected).first() is not None


def _note(arrival: Arrival, columns: dict[str, Any], error: Exception) -> None:
    happened = "event parked" if columns["state"] == "parked" else "event waits"
    facts = {"type": arrival.event_type, "attempts": columns["attempts"], **log.cause(error)}
    log.get().warning(happened, **facts)


def _tell(
    session: Session,
    handlers: Handlers,
    arrival: Arrival,
    reading: Reading,
    columns: dict[str, Any],
    error: Exception,
) -> bool:
    """Tell the firm of a parked event that is its own to mend; whether it was told."""
    parked = columns["state"] == "parked" and outcome.is_theirs(error)
    if not parked or not answers_for(handlers.service, arrival):
        return False
    rejected = EventRejected(
        event_id=reading.event_id,
        event_type=arrival.event_type,
        reason=columns["reason"],
        by=handlers.service,
    )
    outbox.publish(session, rejected, arrival.firm_id)
    return True


def _key(arrival: Arrival, reading: Reading) -> dict[str, Any]:
    return {
        "exchange": arrival.exchange,
        "firm_id": arrival.firm_id,
        "event_id": reading.event_id,
    }


def _as_it_came(arrival: Arrival) -> dict[str, Any]:
    return {
        "routing_key": arrival.routing_key,
        "content_type": arrival.content_type,
        "user_id": arrival.user_id,
        "body": arrival.body,
    }


def _is(row: Any) -> list[sa.ColumnElement[bool]]:
    return [column == row[column.name] for column in _KEY]
