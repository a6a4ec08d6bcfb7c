"""Applies each event exactly once, whatever the broker does: the row of the inbox decides.

An event is applied in the transaction that writes its row. One that fails waits in the same table
and is tried again with growing delay; one that can never be applied is parked with its reason.
"""

import dataclasses
import datetime
import itertools
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backbone import contents, log
from backbone.inbox import keeping, outcome
from backbone.inbox.arrival import Arrival, Reading, read
from backbone.inbox.keeping import KEY, is_row, key_of, named
from backbone.postgres.database import is_away
from backbone.postgres.prepared import Prepared
from backbone.postgres.tables import inbox
from backbone.work import Work
from contracts import ids
from contracts.errors import EventRefused

if TYPE_CHECKING:
    from backbone.service import Service


class CameBefore(Exception):
    """The id of an event is taken, or two have the same."""


KEPT_FOR = datetime.timedelta(days=30)
# What runs for every event, and all the time, is put together once. As arrays the statement stays
# the same for any number of them.
_TAKEN = ("exchange", "firm_id", "event_id", "routing_key", "digest", "id")
_given = (sa.func.unnest(sa.bindparam(n, type_=sa.ARRAY(inbox.c[n].type))) for n in _TAKEN)
_TAKE = Prepared(
    insert(inbox)
    .from_select([*_TAKEN, "state"], sa.select(*_given, sa.literal("applied")))
    .on_conflict_do_nothing()
)
_GIVE_WAY = sa.text("SET LOCAL lock_timeout = '300ms'")
_WAITS = inbox.c.state == "waiting"
_WAITING = sa.select(inbox.c.id, inbox.c.due_at).where(_WAITS).order_by(inbox.c.due_at, inbox.c.id)
_LOCK = (
    sa.select(inbox)
    .where(inbox.c.id == sa.bindparam("id"), _WAITS, inbox.c.due_at <= sa.bindparam("now"))
    .with_for_update(skip_locked=True)
)


def apply_new(service: "Service", session: Session, reading: Reading) -> bool:
    """Apply an event that just came, unless its id is taken; False if so.

    The same again is no news. Something else under the id corrects an event that is parked, and is
    itself refused beside any other.
    """
    if not _take(session, [reading]) and not _correct(session, reading):
        keeping.refuse_another(service, session, reading)
        return False
    _apply(service, session, reading)
    return True


def is_heard(service: "Service", reading: Reading) -> bool:
    """Whether it could be read, and somebody hears it."""
    return reading.event is not None and _key(reading) in service.heard()


def apply_together(service: "Service", session: Session, readings: list[Reading]) -> None:
    """Apply events of one firm that just came, all of which are heard, one after the other.

    Raises what the functions raise, and CameBefore: then the caller rolls all of them back.
    """
    # They hold rows of each other in the order of the events. Where somebody else takes these in
    # another, they give way before PostgreSQL ends one of the two after a second, maybe a call.
    session.execute(_GIVE_WAY)
    if _take(session, readings) < len(readings):
        raise CameBefore
    for hearings, group in itertools.groupby(readings, lambda each: service.heard()[_key(each)]):
        together = contents.all_together(hearings)
        for part in [list(group)] if together else [[each] for each in group]:
            part[0].bind()
            events = [each.event for each in part if each.event]
            at = None if together else part[0].time
            service.hear(session, *events, firm_id=part[0].firm_id, at=at)
            for each in part:
                keeping.acknowledge(service, session, each)
            # Each finds the rows as they are, as in a transaction of its own.
            session.flush()
            session.expunge_all()


def waiting(work: Work) -> sa.Select[uuid.UUID, datetime.datetime]:
    """The events that are to be tried again, and when, the earliest first."""
    return _WAITING


def retry_event(work: Work, row_id: uuid.UUID) -> bool:
    """Try a waiting event again; False when another process has it in hand."""
    row = work.session.execute(_LOCK, {"id": row_id, "now": work.now}).mappings().first()
    if row is None:
        return False
    try_again(work.service, work.session, {**row})
    return True


def try_again(service: "Service", session: Session, row: Mapping[str, Any]) -> dict[str, Any]:
    """Try a kept event, whose row the caller has locked, once more; returns its new columns."""
    attempts = row["attempts"] + 1
    reading = _read_again(row)
    reading.bind()
    try:
        if row["repeat"]:
            raise EventRefused(row["reason"])
        with session.begin_nested():
            _apply(service, session, reading)
    except Exception as error:
        if is_away(error):
            raise
        columns = outcome.after_failure(error, attempts, service.settings.retry_delays)
        keeping.note(session, reading, columns, error)
        if not row["told"]:
            told = keeping.tell(service, session, reading, columns, error)
            columns = {**columns, "told": told}
    else:
        columns = outcome.applied()
        log.get().debug("event applied", type=reading.event_type, attempts=attempts)
    session.execute(sa.update(inbox).where(*is_row(row)).values(columns))
    return columns


def forget_old(session: Session) -> int:
    """Forget applied events of long ago, a few hundred at a time; returns how many went."""
    old = (
        sa.select(*KEY)
        .where(inbox.c.state == "applied", inbox.c.received_at < sa.func.now() - KEPT_FOR)
        .limit(500)
        .with_for_update(skip_locked=True)
    )
    gone = sa.delete(inbox).where(sa.tuple_(*KEY).in_(old)).returning(inbox.c.id)
    return len(session.execute(gone).all())


def _apply(service: "Service", session: Session, reading: Reading) -> None:
    """Run all functions that hear the event; raises what they raise, or EventRefused."""
    if reading.event is None:
        raise EventRefused(reading.refusal)
    if _key(reading) not in service.heard():
        raise EventRefused(f"No part of Redwell takes '{reading.event_type}' yet.")
    service.hear(session, reading.event, firm_id=reading.firm_id, at=reading.time)
    keeping.acknowledge(service, session, reading)


def _key(reading: Reading) -> tuple[str, str]:
    return reading.arrival.exchange, reading.event_type


def _take(session: Session, readings: list[Reading]) -> int:
    """Take the ids of these events, each the first; returns how many were free."""
    rows = [{**key_of(each), **named(each), "id": ids.new_id()} for each in readings]
    given = {name: [row[name] for row in rows] for name in _TAKEN}
    return _TAKE.run(session.connection(), given).rowcount


def _correct(session: Session, reading: Reading) -> bool:
    """Whether the event replaces a parked one of the same id; its row is then taken over."""
    corrected = (
        sa.update(inbox)
        .where(
            *is_row(key_of(reading)),
            inbox.c.state == "parked",
            inbox.c.digest != reading.digest,
        )
        .values({**named(reading), **outcome.applied(), "received_at": sa.func.now()})
        .returning(inbox.c.id)
    )
    return session.execute(corrected).first() is not None


def _read_again(row: Mapping[str, Any]) -> Reading:
    """As it came: what lay ahead then is taken as when it came."""
    arrival = Arrival(
        row["exchange"], row["routing_key"], row["body"], row["content_type"], row["user_id"]
    )
    reading = read(arrival)
    time = reading.time and min(reading.time, row["received_at"])
    return dataclasses.replace(reading, event_id=row["event_id"], time=time)
