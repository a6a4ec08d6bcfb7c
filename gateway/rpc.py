"""Calls the services from asyncio, in nameko's wire format (see `backbone/calls/wire.py`).

One connection per process, one exclusive queue for all answers, matched by correlation id. Nothing
is persistent or confirmed: a call has a deadline instead, after which the caller may repeat it, and
one that no queue takes comes back.
"""

import asyncio
import itertools
from typing import Any

from backbone import log
from backbone.amqp import broker
from backbone.amqp.frames import Message
from backbone.amqp.lasting import TROUBLE, Channel, Lasting
from backbone.amqp.line import Line
from backbone.calls import wire
from contracts.calls.call import A, Call
from contracts.errors import Unavailable

DEADLINE = 5.0


class RpcClient(Lasting):
    """`call()` it between `start()` and `close()`; what then still waits ends as Unavailable."""

    def __init__(self, amqp_url: str) -> None:
        super().__init__(amqp_url)
        self._numbers = itertools.count(1)
        self._waiting: dict[str, asyncio.Future[bytes]] = {}
        self._line: Line | None = None
        self._reply_to = ""

    async def call(self, call: Call[A], *, of: str = "", deadline: float = DEADLINE) -> A:
        """The answer to the call; `of` names the service where every service answers such a call.

        Raises the DomainError that the service raised; Unavailable when the service or the broker
        is away, or nothing came within `deadline` seconds.
        """
        return wire.read_answer(await self._exchange(call, of, deadline), call)

    async def raw(self, call: Call[Any]) -> bytes:
        """The answer as it came, JSON; raises as `call` does."""
        return wire.raw_answer(await self._exchange(call, "", DEADLINE))

    async def _exchange(self, call: Call[Any], of: str, deadline: float) -> bytes:
        key = wire.key(call, of)
        number = str(next(self._numbers))
        future = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        try:
            async with asyncio.timeout(deadline):
                self._publish(key, number, call, deadline)
                answered: bytes = await future
                return answered
        except TROUBLE as error:
            log.get().warning("no answer", call=key, error=type(error).__name__)
            raise Unavailable from error
        finally:
            self._waiting.pop(number, None)

    def _publish(self, key: str, number: str, call: Call[Any], deadline: float) -> None:
        if self._line is None or self._line.stuck:
            raise Unavailable
        properties = wire.properties(self._reply_to, number, deadline)
        properties["headers"] = wire.headers(deadline)
        self._line.publish((broker.RPC_EXCHANGE, key), properties, wire.encode_call(call))

    async def prepare(self, channel: Channel, line: Line) -> None:
        queue = (await channel.queue_declare(exclusive=True, auto_delete=True)).queue
        await channel.queue_bind(queue, broker.RPC_EXCHANGE, queue)
        await line.consume(channel, queue)
        self._reply_to, self._line = queue, line

    def heard(self, message: Message) -> None:
        future = self._asked(message)
        if future is not None and not future.done():
            future.set_result(message.body)

    def returned(self, message: Message) -> None:
        future = self._asked(message)
        if future is not None and not future.done():
            future.set_exception(ConnectionError("No service takes the call."))

    def _asked(self, message: Message) -> asyncio.Future[bytes] | None:
        return self._waiting.get(message.properties.get("correlation_id", ""))

    def lost(self) -> None:
        self._line = None
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(ConnectionError("The connection to the broker ended."))
