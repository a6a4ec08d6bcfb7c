"""What is kept of an event, by which row it is known again, and what its firm is told of it."""

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backbone import due, log
from backbone.inbox import outcome
from backbone.inbox.arrival import Reading, answers_for
from backbone.postgres.tables import inbox
from contracts import ids, topology
from contracts.errors import EventRefused
from contracts.events.rejections import EventApplied, EventRejected

if TYPE_CHECKING:
    from backbone.service import Service

KEY = (inbox.c.exchange, inbox.c.firm_id, inbox.c.event_id, inbox.c.repeat)


def keep_failed(
    service: "Service",
    session: Session,
    reading: Reading,
    error: Exception,
    *,
    beside: str = "",
) -> None:
    """Keep an event that could not be applied, to wait or parked; the firm hears of the latter.

    `beside`: the type of the event that has its id, where it is kept as a repetition of that.
    """
    columns = outcome.after_failure(error, attempts=1, delays=service.settings.retry_delays)
    key = key_of(reading, reading.digest if beside else b"")
    came = {**named(reading), **_as_it_came(reading), **columns, "told": False}
    kept = (
        insert(inbox)
        .values({**key, **came, "id": ids.new_id()})
        .on_conflict_do_update(
            index_elements=KEY,
            set_=came,
            where=(inbox.c.state == "parked") & (inbox.c.digest != reading.digest),
        )
        .returning(inbox.c.id)
    )
    if session.execute(kept).first() is None:
        return  # another copy was quicker
    note(session, reading, columns, error)
    # Who answers for the one type need not hear the other.
    whoever = bool(beside) and beside != reading.event_type
    if tell(service, session, reading, columns, error, whoever=whoever):
        session.execute(sa.update(inbox).where(*is_row(key)).values(told=True))


def refuse_another(service: "Service", session: Session, reading: Reading) -> None:
    """Park what came under an id that something else has; the same again is no news."""
    columns = (inbox.c.digest, inbox.c.exchange, inbox.c.routing_key)
    taken = session.execute(sa.select(*columns).where(*is_row(key_of(reading)))).one()
    if taken.digest == reading.digest:
        return
    beside = topology.event_type(taken.exchange, taken.routing_key)
    refusal = EventRefused(
        f"The id '{reading.event_id}' was used before, for a '{beside}' with other content."
    )
    if reading.refusal:
        refusal = EventRefused(reading.refusal)
    keep_failed(service, session, reading, refusal, beside=beside)


def note(session: Session, reading: Reading, columns: dict[str, Any], error: Exception) -> None:
    """Tell of it in the log, and the clock if it is to be tried again."""
    if columns["due_at"] is not None:
        due.note(session, inbox, columns["due_at"])
    happened = "event parked" if columns["state"] == "parked" else "event waits"
    facts = {"type": reading.event_type, "attempts": columns["attempts"], **log.cause(error)}
    log.get().warning(happened, **facts)


def tell(
    service: "Service",
    session: Session,
    reading: Reading,
    columns: dict[str, Any],
    error: Exception,
    *,
    whoever: bool = False,
) -> bool:
    """Tell the firm of a parked event that is its own to mend; whether it was told.

    The service that answers for the type does; `whoever`: any that finds it out.
    """
    parked = columns["state"] == "parked" and outcome.is_theirs(error)
    ours = whoever and reading.arrival.exchange == topology.FIRM
    if not parked or not (ours or answers_for(service.name, reading.arrival)):
        return False
    rejected = EventRejected(
        event_id=reading.event_id,
        event_type=reading.event_type,
        reason=columns["reason"],
        by=service.name,
    )
    service.work(session, firm_id=reading.firm_id).publish(rejected)
    return True


def acknowledge(service: "Service", session: Session, reading: Reading) -> None:
    """Tell the firm of an applied event, where it has asked for that."""
    if not reading.acknowledge or not answers_for(service.name, reading.arrival):
        return
    applied = EventApplied(
        event_id=reading.event_id, event_type=reading.event_type, by=service.name
    )
    service.work(session, firm_id=reading.firm_id).publish(applied)


def key_of(reading: Reading, repeat: bytes = b"") -> dict[str, Any]:
    return {
        "exchange": reading.arrival.exchange,
        "firm_id": reading.firm_id,
        "event_id": reading.event_id,
        "repeat": repeat,
    }


def is_row(row: Any) -> list[sa.ColumnElement[bool]]:
    return [column == row[column.name] for column in KEY]


def named(reading: Reading) -> dict[str, Any]:
    """What stays of an event once it is applied, beside its key."""
    return {"routing_key": reading.arrival.routing_key, "digest": reading.digest}


def _as_it_came(reading: Reading) -> dict[str, Any]:
    arrival = reading.arrival
    return {
        "received_at": sa.func.now(),
        "content_type": arrival.content_type,
        "user_id": arrival.user_id,
        "body": arrival.body,
    }
