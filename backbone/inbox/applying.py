"""Applies each event exactly once, whatever the broker does: the row of the inbox decides.

An event is applied in the transaction that writes its row. One that fails waits in the same table
and is tried again with growing delay; one that can never be applied is parked with its reason.
"""

import dataclasses
import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backbone import log
from backbone.inbox import outcome
from backbone.inbox.arrival import Arrival, Reading, answers_for, read
from backbone.postgres.database import is_away
from backbone.postgres.tables import inbox
from contracts import ids
from contracts.errors import EventRefused
from contracts.events.rejections import EventRejected

if TYPE_CHECKING:
    from backbone.service import Service

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


def apply_new(service: "Service", session: Session, reading: Reading) -> bool:
    """Apply an event that just came, unless a copy of it came before; False for a copy.

    A parked event may be sent again under its id with another body: that is a correction.
    """
    row = {**_key(reading), "id": ids.new_id(), "state": "applied"}
    if session.execute(_TAKE, row).first() is None and not _correct(session, reading):
        return False
    _apply(service, session, reading)
    return True


def keep_failed(service: "Service", session: Session, reading: Reading, error: Exception) -> None:
    """Keep an event that could not be applied, to wait or parked; the firm hears of the latter."""
    columns = outcome.after_failure(error, attempts=1, delays=service.settings.retry_delays)
    came = {**_as_it_came(reading), **columns, "told": False}
    kept = (
        insert(inbox)
        .values({**_key(reading), **came, "id": ids.new_id()})
        .on_conflict_do_update(
            index_elements=_KEY,
            set_=came,
            where=(inbox.c.state == "parked") & (inbox.c.body != reading.arrival.body),
        )
        .returning(inbox.c.id)
    )
    if session.execute(kept).first() is None:
        return  # another copy was quicker
    _note(reading, columns, error)
    if _tell(service, session, reading, columns, error):
        session.execute(sa.update(inbox).where(*_is(_key(reading))).values(told=True))


def retry_due(service: "Service", session: Session) -> bool:
    """Try the waiting event that is due longest again; False when none is due."""
    row = session.execute(_DUE).mappings().first()
    if row is None:
        return False
    try_again(service, session, dict(row))
    return True


def try_again(service: "Service", session: Session, row: Mapping[str, Any]) -> dict[str, Any]:
    """Try a kept event, whose row the caller has locked, once more; returns its new columns."""
    arrival = Arrival(
        row["exchange"], row["routing_key"], row["body"], row["content_type"], row["user_id"]
    )
    reading = dataclasses.replace(read(arrival), event_id=row["event_id"])
    log.bind(firm_id=reading.firm_id, event_id=reading.event_id, traceparent=reading.traceparent)
    try:
        with session.begin_nested():
            _apply(service, session, reading)
    except Exception as error:
        if is_away(error):
            raise
        columns = outcome.after_failure(error, row["attempts"] + 1, service.settings.retry_delays)
        _note(reading, columns, error)
        if not row["told"]:
            columns = {**columns, "told": _tell(service, session, reading, columns, error)}
    else:
        columns = outcome.applied()
        log.get().info("event applied", type=reading.event_type, attempts=row["attempts"] + 1)
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


def _apply(service: "Service", session: Session, reading: Reading) -> None:
    """Run all functions that hear the event; raises what they raise, or EventRefused."""
    if reading.event is None:
        raise EventRefused(reading.refusal)
    functions = service.heard().get((reading.arrival.exchange, reading.event_type))
    if functions is None:
        raise EventRefused(f"No part of Redwell takes '{reading.event_type}' yet.")
    work = service.work(session, firm_id=reading.firm_id, at=reading.time)
    for function in functions:
        function(work, reading.event)


def _correct(session: Session, reading: Reading) -> bool:
    """Whether the event replaces a parked one of the same id; its row is then taken over."""
    corrected = (
        sa.update(inbox)
        .where(
            *_is(_key(reading)),
            inbox.c.state == "parked",
            inbox.c.body != reading.arrival.body,
        )
        .values(outcome.applied())
        .returning(inbox.c.id)
    )
    return session.execute(corrected).first() is not None


def _note(reading: Reading, columns: dict[str, Any], error: Exception) -> None:
    happened = "event parked" if columns["state"] == "parked" else "event waits"
    facts = {"type": reading.event_type, "attempts": columns["attempts"], **log.cause(error)}
    log.get().warning(happened, **facts)


def _tell(
    service: "Service",
    session: Session,
    reading: Reading,
    columns: dict[str, Any],
    error: Exception,
) -> bool:
    """Tell the firm of a parked event that is its own to mend; whether it was told."""
    parked = columns["state"] == "parked" and outcome.is_theirs(error)
    if not parked or not answers_for(service.name, reading.arrival):
        return False
    rejected = EventRejected(
        event_id=reading.event_id,
        event_type=reading.event_type,
        reason=columns["reason"],
        by=service.name,
    )
    service.work(session, firm_id=reading.firm_id).publish(rejected)
    return True


def _key(reading: Reading) -> dict[str, Any]:
    return {
        "exchange": reading.arrival.exchange,
        "firm_id": reading.firm_id,
        "event_id": reading.event_id,
    }


def _as_it_came(reading: Reading) -> dict[str, Any]:
    arrival = reading.arrival
    return {
        "routing_key": arrival.routing_key,
        "content_type": arrival.content_type,
        "user_id": arrival.user_id,
        "body": arrival.body,
    }


def _is(row: Any) -> list[sa.ColumnElement[bool]]:
    return [column == row[column.name] for column in _KEY]
