"""A broker connection where each message is confirmed, found unroutable, or given up in time."""

import asyncio
import contextlib
import dataclasses
from types import TracebackType
from typing import Any

import aiormq
import aiormq.abc
from aiormq.exceptions import AMQPError, ChannelInvalidStateError, PublishError
from pamqp import commands

from backbone.amqp import broker
from contracts.events.envelope import CONTENT_TYPE

# What a broken or silent connection raises; a channel that broke unnoticed is "in invalid state".
TROUBLE = (AMQPError, OSError, TimeoutError, ChannelInvalidStateError, asyncio.InvalidStateError)
_CONNECT_WITHIN = 10.0
_CONFIRM_WITHIN = 10.0
_CLOSE_WITHIN = 2.0
_HEARTBEAT = 10


@dataclasses.dataclass(frozen=True)
class Letter:
    """One row of an outbox."""

    id: int
    exchange: str
    routing_key: str
    event_id: str
    body: bytes
    traceparent: str


@dataclasses.dataclass(frozen=True)
class Outcome:
    """Ids of what was confirmed and of what no queue takes; `trouble` if the rest is uncertain."""

    sent: list[int]
    unroutable: list[int]
    trouble: Exception | None


class Confirming:
    """Open as an async context; on any of TROUBLE it is of no use any more."""

    def __init__(self, amqp_url: str) -> None:
        self._url = amqp_url
        self._connection: aiormq.abc.AbstractConnection | None = None

    async def __aenter__(self) -> "Confirming":
        try:
            async with asyncio.timeout(_CONNECT_WITHIN):
                await self._open()
        except BaseException:
            await self.__aexit__(None, None, None)
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._connection is None:
            return
        # A polite close waits for a broker that may not be answering.
        with contextlib.suppress(*TROUBLE):
            async with asyncio.timeout(_CLOSE_WITHIN):
                await self._connection.close()

    async def send(self, letters: list[Letter]) -> Outcome:
        """Publish all, in their order, and wait for what the broker says of each, but not long."""
        tasks = [asyncio.create_task(self._publish(letter)) for letter in letters]
        try:
            await asyncio.wait(tasks, timeout=_CONFIRM_WITHIN)
        finally:
            for task in tasks:
                task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        return _summary(letters, outcomes)

    async def _open(self) -> None:
        self._connection = await aiormq.connect(f"{self._url}?heartbeat={_HEARTBEAT}")
        channel = await self._connection.channel(publisher_confirms=True, on_return_raises=True)
        await broker.declare_exchanges_async(channel)
        self._channel: Any = channel  # its abstract type does not know `wait`

    async def _publish(self, letter: Letter) -> object:
        return await self._channel.basic_publish(
            letter.body,
            exchange=letter.exchange,
            routing_key=letter.routing_key,
            mandatory=True,
            wait=False,
            properties=commands.Basic.Properties(
                content_type=CONTENT_TYPE,
                delivery_mode=2,
                message_id=letter.event_id,
                headers={"traceparent": letter.traceparent},
            ),
        )


def _summary(letters: list[Letter], outcomes: list[object]) -> Outcome:
    sent: list[int] = []
    unroutable: list[int] = []
    trouble: Exception | None = None
    for letter, outcome in zip(letters, outcomes, strict=True):
        if isinstance(outcome, PublishError):
            unroutable.append(letter.id)
        elif isinstance(outcome, asyncio.CancelledError):
            trouble = TimeoutError("The broker did not confirm in time.")
        elif isinstance(outcome, Exception):
            trouble = outcome
        else:
            sent.append(letter.id)
    return Outcome(sent, unroutable, trouble)
