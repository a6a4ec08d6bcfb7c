"""Takes events of one firm: each ends applied, waiting or parked, whatever happens meanwhile."""

import datetime
import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import eventlet

from backbone import log, setbacks
from backbone.inbox import applying, keeping
from backbone.inbox.arrival import Arrival, Reading, read, unreadable
from backbone.postgres.database import is_away, is_held_up
from contracts.errors import EventRefused

if TYPE_CHECKING:
    from backbone.service import Service

_LONGEST_PAUSE = 5.0
_LONG = datetime.timedelta(seconds=5)  # for one delivery to stay in hand


class Stopped(Exception):
    """The service ends before the event could be dealt with; the broker keeps it."""


def take(service: "Service", arrivals: Sequence[Arrival]) -> bool:
    """Deal with one event, or with several of one firm in their order.

    False: none of the several is dealt with, and each is to be taken by itself. Waits while the
    database is away; raises Stopped at the end.
    """
    readings = [read(arrival) for arrival in arrivals]
    readings[0].bind()
    if len(readings) == 1:
        return _insist(service, functools.partial(_take_one, service, readings[0]))
    return _insist(service, functools.partial(_take_together, service, readings))


def watch(service: "Service") -> None:
    """Remember it where deliveries have been in hand for long: the broker sends no more then."""
    before = service.runtime.clock() - _LONG
    if held := [since for since in service.runtime.in_hand.values() if since < before]:
        reason = f"unacknowledged deliveries: {len(held)}"
        setbacks.note(service, "take_event", "", reason, _LONG)


def _insist(service: "Service", attempt: Callable[[], bool]) -> bool:
    state = service.runtime
    pause = 0.2
    while not state.stopping:
        try:
            with state.event_slots:
                return attempt()
        except Exception as error:
            log.get().error("event cannot be kept", **log.cause(error))
        eventlet.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)
    raise Stopped


def _take_together(service: "Service", readings: list[Reading]) -> bool:
    """All in one transaction, or none: what is not plain for any reason is dealt with by itself."""
    if not all(applying.is_heard(service, reading) for reading in readings):
        return False
    try:
        with service.transaction() as session:
            applying.apply_together(service, session, readings)
    except Exception as error:
        if is_away(error):
            raise
        log.get().info("events are taken one by one", events=len(readings), **log.cause(error))
        return False
    log.get().debug("events applied", events=len(readings))
    return True


def _take_one(service: "Service", reading: Reading) -> bool:
    try:
        with service.transaction() as session:
            new = applying.apply_new(service, session, reading)
    except Exception as error:
        if is_away(error):
            raise
        _keep(service, reading, error)
    else:
        outcome = "event applied" if new else "event came again"
        log.get().debug(outcome, type=reading.event_type)
    return True


def _keep(service: "Service", reading: Reading, error: Exception) -> None:
    """Waiting or parked; an event that cannot even be kept as it was read is kept by its bytes.

    Not where somebody else has its row in hand: then it is taken anew, and waits on the broker.
    """
    try:
        with service.transaction() as session:
            keeping.keep_failed(service, session, reading, error)
    except Exception as failure:
        if is_away(failure) or is_held_up(failure):
            raise
        log.get().error("event cannot be kept as it was read", **log.cause(failure))
        bare = unreadable(reading.arrival, failure)
        with service.transaction() as session:
            keeping.keep_failed(service, session, bare, EventRefused(bare.refusal))
