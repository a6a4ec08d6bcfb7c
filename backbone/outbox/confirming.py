"""A broker connection where each message is confirmed, found unroutable, or given up in time."""

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator

from aiormq.exceptions import PublishError
from pamqp import commands

from backbone.amqp.lasting import TROUBLE, Channel, opened
from contracts.events.envelope import CONTENT_TYPE

UNROUTABLE = "No queue takes it."
_CONFIRM_WITHIN = 10.0  # seconds


@dataclasses.dataclass(frozen=True)
class OutgoingEvent:
    """One row of an outbox."""

    id: int
    exchange: str
    routing_key: str
    event_id: str
    body: bytes
    traceparent: str


@dataclasses.dataclass(frozen=True)
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
    async with opened(amqp_url, publisher_confirms=True, on_return_raises=True) as channel:
        yield Confirming(channel)


class Confirming:
    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    async def send(self, events: list[OutgoingEvent]) -> Outcome:
        """Publish all, in their order, and wait for what the broker says of each, but not long."""
        tasks = [asyncio.create_task(self._publish(event)) for event in events]
        try:
            await asyncio.wait(tasks, timeout=_CONFIRM_WITHIN)
        finally:
            for task in tasks:
                task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        return _summary(events, outcomes)

    async def _publish(self, event: OutgoingEvent) -> object:
        return await self._channel.basic_publish(
            event.body,
            exchange=event.exchange,
            routing_key=event.routing_key,
            mandatory=True,
            wait=False,
            properties=commands.Basic.Properties(
                content_type=CONTENT_TYPE,
                delivery_mode=2,
                message_id=event.event_id,
                headers={"traceparent": event.traceparent},
            ),
        )


def _summary(events: list[OutgoingEvent], outcomes: list[object]) -> Outcome:
    sent: list[int] = []
    refused: dict[int, str] = {}
    trouble: Exception | None = None
    for event, outcome in zip(events, outcomes, strict=True):
        if isinstance(outcome, PublishError):
            refused[event.id] = UNROUTABLE
        elif isinstance(outcome, asyncio.CancelledError):
            trouble = TimeoutError("The broker did not confirm in time.")
        elif isinstance(outcome, TROUBLE):
            trouble = outcome
        elif isinstance(outcome, Exception):
            refused[event.id] = type(outcome).__name__
        else:
            sent.append(event.id)
    return Outcome(sent, refused, trouble)
