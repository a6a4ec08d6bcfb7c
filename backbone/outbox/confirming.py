"""A broker connection where each message is confirmed, found unroutable, or given up in time."""

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator, Sequence
from typing import Any

from backbone.amqp.frames import Message
from backbone.amqp.lasting import TROUBLE, opened
from backbone.amqp.line import Line, Listener
from contracts import topology
from contracts.events import event_types
from contracts.events.envelope import CONTENT_TYPE

UNROUTABLE = "No queue takes it."
_CONFIRM_WITHIN = 10.0  # seconds
_HINTS = {(kind.exchange, kind.type) for kind in event_types() if kind.hint}


@dataclasses.dataclass(frozen=True)
class OutgoingEvent:
    """One row of an outbox."""

    id: int
    exchange: str
    routing_key: str
    event_id: str
    body: bytes
    traceparent: str

    @property
    def is_hint(self) -> bool:
        """Whether it is done with where nobody listens."""
        return (self.exchange, topology.event_type(self.exchange, self.routing_key)) in _HINTS


@dataclasses.dataclass
class Outcome:
    """Ids of what was confirmed and of what can't be sent; `trouble` if the rest is uncertain.

    `refused`: the reason by the id: no queue takes it, or it is no message that AMQP can carry.
    """

    sent: list[int]
    refused: dict[int, str]
    trouble: Exception | None


@contextlib.asynccontextmanager
async def confirming(amqp_url: str) -> AsyncIterator["Confirming"]:
    """A connection for the length of the block; on any of TROUBLE it is of no use any more."""
    confirming = Confirming()
    async with opened(amqp_url, line=confirming.line, publisher_confirms=True) as channel:
        confirming.ends = [channel.connection.closing, channel.closing]
        yield confirming


class Confirming(Listener):
    """Sends one batch at a time, until one of `ends`."""

    ends: Sequence[asyncio.Future[Any]] = ()

    def __init__(self) -> None:
        self.line = Line(self)
        self._published = 0
        self._waiting: dict[int, OutgoingEvent] = {}  # by the number under which it was published
        self._returned: set[str] = set()  # ids of events
        self._outcome = Outcome([], {}, None)
        self._told: asyncio.Future[None] | None = None  # of all that waited

    async def send(self, events: list[OutgoingEvent]) -> Outcome:
        """Publish all, in their order, and wait for what the broker says of each, but not long."""
        self._outcome = Outcome([], {}, None)
        self._told = asyncio.get_running_loop().create_future()
        for event in events:
            self._publish(event)
        if self._waiting:
            ends: list[asyncio.Future[Any]] = [self._told, *self.ends]
            await asyncio.wait(ends, timeout=_CONFIRM_WITHIN, return_when=asyncio.FIRST_COMPLETED)
        if self._waiting:
            self._outcome.trouble = self._why_ended()
        return self._outcome

    def _publish(self, event: OutgoingEvent) -> None:
        properties = {
            "content_type": CONTENT_TYPE,
            "delivery_mode": 2,
            "message_id": event.event_id,
            "headers": {"traceparent": event.traceparent},
        }
        try:
            self.line.publish((event.exchange, event.routing_key), properties, event.body)
        except ValueError as error:
            self._outcome.refused[event.id] = type(error).__name__
        else:
            self._published += 1
            self._waiting[self._published] = event

    def _why_ended(self) -> Exception:
        told = (each.exception() for each in self.ends if each.done() and not each.cancelled())
        silent = TimeoutError("The broker did not confirm it all.")
        return next((error for error in told if isinstance(error, TROUBLE)), silent)

    def returned(self, message: Message) -> None:
        self._returned.add(message.properties["message_id"])

    def confirmed(self, number: int, several: bool, taken: bool) -> None:
        for each in [each for each in self._waiting if each <= number] if several else [number]:
            event = self._waiting.pop(each)
            came_back = event.event_id in self._returned
            self._returned.discard(event.event_id)
            if came_back and not event.is_hint:
                self._outcome.refused[event.id] = UNROUTABLE
            elif taken:
                self._outcome.sent.append(event.id)
            else:
                self._outcome.trouble = ConnectionError("The broker could not take it.")
        if not self._waiting and self._told is not None:
            self._told.set_result(None)
