"""Consumes a service's inbox: each message ends applied, waiting or parked, and only then acked."""

import datetime
import functools
from collections import deque
from typing import TYPE_CHECKING, Any

import eventlet
from nameko.extensions import Entrypoint

from backbone import log, setbacks
from backbone.amqp import broker
from backbone.amqp.link import Link, ack
from backbone.inbox import applying, keeping
from backbone.inbox.arrival import Arrival, Reading, read, unreadable
from backbone.postgres.database import is_away
from backbone.runtime import state_of
from contracts.errors import EventRefused

if TYPE_CHECKING:
    from backbone.service import Service

PREFETCH = 20
_LONGEST_PAUSE = 5.0
_LONG = datetime.timedelta(seconds=5)  # for one delivery to stay in hand


class Stopped(Exception):
    """The service ends before the event could be dealt with; the broker keeps it."""


def take(service: "Service", arrival: Arrival) -> None:
    """Deal with one event. Waits while the database is away; raises Stopped at the end."""
    state = service.runtime
    reading = read(arrival)
    ids = {"firm_id": arrival.firm_id, "event_id": reading.event_id}
    log.bind(traceparent=reading.traceparent, **ids)
    pause = 0.2
    while not state.stopping:
        try:
            with state.event_slots:
                _take_once(service, reading)
            return
        except Exception as error:
            log.get().error("event cannot be kept", **log.cause(error))
        eventlet.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)
    raise Stopped


def watch(service: "Service") -> None:
    """Remember it where deliveries have been in hand for long: the broker sends no more then."""
    before = service.runtime.clock() - _LONG
    if held := [since for since in service.runtime.in_hand.values() if since < before]:
        reason = f"unacknowledged deliveries: {len(held)}"
        setbacks.note(service, "take_event", "", reason, _LONG)


def _take_once(service: "Service", reading: Reading) -> None:
    try:
        with service.transaction() as session:
            new = applying.apply_new(service, session, reading)
    except Exception as error:
        if is_away(error):
            raise
        _keep(service, reading, error)
    else:
        outcome = "event applied" if new else "event came again"
        log.get().info(outcome, type=reading.event_type)


def _keep(service: "Service", reading: Reading, error: Exception) -> None:
    """Waiting or parked; an event that cannot even be kept as it was read is kept by its bytes."""
    try:
        with service.transaction() as session:
            keeping.keep_failed(service, session, reading, error)
    except Exception as failure:
        if is_away(failure):
            raise
        log.get().error("event cannot be kept as it was read", **log.cause(failure))
        bare = unreadable(reading.arrival, failure)
        with service.transaction() as session:
            keeping.keep_failed(service, session, bare, EventRefused(bare.refusal))


class Consuming(Entrypoint):  # type: ignore[misc]
    """Runs events of one firm one after the other, in the order they came; firms in parallel."""

    link = Link()

    def setup(self) -> None:
        self.link.on_open = self._consume
        self._lanes: dict[str, deque[Any]] = {}
        self._stopping = False

    def stop(self) -> None:
        self._stopping = True
        state_of(self.container).stopping = True

    def _consume(self, channel: Any) -> None:
        self._lanes = {}  # what was not begun comes again on the new connection
        state_of(self.container).in_hand = {}
        if bindings := self.container.service_cls.bindings():
            queue = broker.declare_inbox(channel, self.container.service_name, bindings)
            channel.basic_qos(0, PREFETCH, False)
            channel.basic_consume(queue=queue, callback=self._on_message)
        state_of(self.container).listening = True

    def _on_message(self, message: Any) -> None:
        firm = message.delivery_info["routing_key"].partition(".")[0]
        state = state_of(self.container)
        state.in_hand[id(message)] = state.clock()
        lane = self._lanes.setdefault(firm, deque())
        lane.append(message)
        if len(lane) == 1:
            self._begin(firm, lane)

    def _begin(self, firm: str, lane: "deque[Any]") -> None:
        if self._stopping:
            return
        ended = functools.partial(self._end, firm, lane)
        self.container.spawn_worker(self, (_arrival(lane[0]),), {}, handle_result=ended)

    def _end(
        self, firm: str, lane: "deque[Any]", _: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        message = lane.popleft()
        state_of(self.container).in_hand.pop(id(message), None)
        if exc_info is None:
            ack(message)
        if lane and lane is self._lanes.get(firm):
            self._begin(firm, lane)
        elif lane is self._lanes.get(firm):
            del self._lanes[firm]
        return result, exc_info


def _arrival(message: Any) -> Arrival:
    properties = message.properties
    body = message.body
    return Arrival(
        exchange=_text(message.delivery_info["exchange"]),
        routing_key=_text(message.delivery_info["routing_key"]),
        body=body.encode() if isinstance(body, str) else bytes(body),
        content_type=_text(properties.get("content_type")),
        user_id=_text(properties.get("user_id")),
        message_id=_text(properties.get("message_id")),
    )


def _text(value: object) -> str:
    """Text that PostgreSQL can store, whatever a sender put into a property."""
    return str(value or "").encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
