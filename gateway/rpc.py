"""Calls the services from asyncio, in nameko's wire format (see `backbone/calls/wire.py`).

One connection per process, one exclusive queue for all answers, matched by correlation id. Nothing
is persistent: a call has a deadline instead, after which the caller may repeat it. Calls are
confirmed only because aiormq else loses track of those that no queue takes.
"""

import asyncio
import contextlib
import itertools
from typing import Any

import aiormq
import aiormq.abc
from pamqp import commands

from backbone import log
from backbone.amqp import broker
from backbone.calls import wire
from backbone.outbox.confirming import TROUBLE
from contracts.calls.call import A, Call
from contracts.errors import Unavailable

DEADLINE = 5.0
_HEARTBEAT = 10
_OPEN_WITHIN = 10.0
_CLOSE_WITHIN = 2.0
_LONGEST_PAUSE = 3.0


class RpcClient:
    """`start()` it, `call()` for as long as it lives, `close()` it; it reconnects by itself."""

    def __init__(self, amqp_url: str) -> None:
        self._url = amqp_url
        self._numbers = itertools.count(1)
        self._waiting: dict[str, asyncio.Future[bytes]] = {}
        self._channel: Any = None
        self._reply_to = ""
        self._task: asyncio.Task[None] | None = None

    async def start(self, *, within: float = 5.0) -> None:
        """Begin to connect, and go on once connected or `within` seconds have passed."""
        connected = asyncio.Event()
        self._task = asyncio.create_task(self._stay_connected(connected))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                await connected.wait()

    async def close(self) -> None:
        """Disconnect; calls still waiting end as Unavailable."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._lose("The portal is about to restart.")

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

    async def _stay_connected(self, connected: asyncio.Event) -> None:
        pause = 0.1
        while True:
            try:
                connection = await self._connect()
                connected.set()
                pause = 0.1
                await self._until_broken(connection)
            except TROUBLE as error:
                log.get().warning("broker away", error=type(error).__name__, pause=pause)
            self._lose("The connection to the broker broke.")
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _connect(self) -> aiormq.abc.AbstractConnection:
        async with asyncio.timeout(_OPEN_WITHIN):
            connection = await aiormq.connect(f"{self._url}?heartbeat={_HEARTBEAT}")
            try:
                await self._open(await connection.channel(on_return_raises=True))
            except BaseException:
                await _close(connection)
                raise
        return connection

    async def _open(self, channel: Any) -> None:
        await broker.declare_exchanges_async(channel)
        queue = (await channel.queue_declare(exclusive=True, auto_delete=True)).queue
        await channel.queue_bind(queue, broker.RPC_EXCHANGE, queue)
        await channel.basic_consume(queue, self._on_answer, no_ack=True)
        self._reply_to, self._channel = queue, channel

    async def _until_broken(self, connection: Any) -> None:
        try:
            await asyncio.wait(
                [connection.closing, self._channel.closing], return_when="FIRST_COMPLETED"
            )
        finally:
            self._channel = None
            await _close(connection)

    def _lose(self, why: str) -> None:
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(ConnectionError(why))

    async def _on_answer(self, message: Any) -> None:
        future = self._waiting.get(message.header.properties.correlation_id)
        if future is not None and not future.done():
            future.set_result(message.body)


async def _close(connection: aiormq.abc.AbstractConnection) -> None:
    # A polite close waits for a broker that may not be answering.
    with contextlib.suppress(*TROUBLE):
        async with asyncio.timeout(_CLOSE_WITHIN):
            await connection.close()
