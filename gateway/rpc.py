"""Calls the services from asyncio, in nameko's wire format (see `backbone/calls/wire.py`).

One connection per process, one exclusive queue for all answers, matched by correlation id. Nothing
is persistent: a call has a deadline instead, after which the caller may repeat it. Calls are
confirmed only because aiormq else loses track of those that no queue takes.
"""

import asyncio
import itertools
from typing import Any

from pamqp import commands

from backbone import log
from backbone.amqp import broker
from backbone.amqp.lasting import TROUBLE, Channel, Lasting
from backbone.calls import wire
from contracts.calls.call import A, Call
from contracts.errors import Unavailable

DEADLINE = 5.0


class RpcClient(Lasting):
    """`call()` it between `start()` and `close()`; what then still waits ends as Unavailable."""

    channel_is = {"on_return_raises": True}

    def __init__(self, amqp_url: str) -> None:
        super().__init__(amqp_url)
        self._numbers = itertools.count(1)
        self._waiting: dict[str, asyncio.Future[bytes]] = {}
        self._channel: Channel = None
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
                await self._publish(key, number, call, deadline)
                answered: bytes = await future
                return answered
        except TROUBLE as error:
            log.get().warning("no answer", call=key, error=type(error).__name__)
            raise Unavailable from error
        finally:
            self._waiting.pop(number, None)

    async def _publish(self, key: str, number: str, call: Call[Any], deadline: float) -> None:
        if self._channel is None:
            raise Unavailable
        await self._channel.basic_publish(
            wire.encode_call(call),
            exchange=broker.RPC_EXCHANGE,
            routing_key=key,
            mandatory=True,
            wait=False,
            properties=commands.Basic.Properties(
                **wire.properties(self._reply_to, number, deadline),
                message_id=number,
                headers=wire.headers(deadline),
            ),
        )

    async def prepare(self, channel: Channel) -> None:
        queue = (await channel.queue_declare(exclusive=True, auto_delete=True)).queue
        await channel.queue_bind(queue, broker.RPC_EXCHANGE, queue)
        await channel.basic_consume(queue, self._on_answer, no_ack=True)
        self._reply_to, self._channel = queue, channel

    async def _on_answer(self, message: Any) -> None:
        future = self._waiting.get(message.header.properties.correlation_id)
        if future is not None and not future.done():
            future.set_result(message.body)

    def lost(self) -> None:
        self._channel = None
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(ConnectionError("The connection to the broker ended."))
