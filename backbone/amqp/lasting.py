"""Connections for asyncio that last: opened in time, again whenever they break, closed in time.

A broker that is stopped or short of memory says nothing, so every wait for it has an end.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, ClassVar

import aiormq
import aiormq.abc
from aiormq.exceptions import AMQPError, ChannelInvalidStateError

from backbone import log
from backbone.amqp import broker
from backbone.amqp.line import CHANNEL, Line, Listener

# What a broken or silent connection raises; a channel that broke unnoticed is "in invalid state".
TROUBLE = (AMQPError, OSError, TimeoutError, ChannelInvalidStateError, asyncio.InvalidStateError)
OPEN_WITHIN = 10.0  # seconds
CLOSE_WITHIN = 2.0
HEARTBEAT = 10  # seconds; a broker that is silent for twice as long counts as gone
FIRST_PAUSE = 0.1

Channel = Any  # aiormq's abstract one does not know all that channels can
Prepare = Callable[[Channel], Awaitable[None]]


class Lasting(Listener):
    """`start()` it, and it is connected whenever it can be, until `close()`.

    Each new channel, with its line, is prepared; `lost` once it is over.
    """

    open_within: ClassVar[float] = OPEN_WITHIN
    longest_pause: ClassVar[float] = 3.0

    def __init__(self, amqp_url: str) -> None:
        self._amqp_url = amqp_url
        self._connected = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def connected(self) -> bool:
        return self._connected.is_set()

    async def prepare(self, channel: Channel, line: Line) -> None:
        raise NotImplementedError

    def lost(self) -> None:
        """What came over the channel is all that will come."""

    async def start(self, *, within: float = 5.0) -> None:
        """Begin to connect, and go on once connected or `within` seconds have passed."""
        self._task = asyncio.create_task(self._stay_connected())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._connected.wait()

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _stay_connected(self) -> None:
        pause = Pause(self.longest_pause)
        while True:
            try:
                await self._connect_once(pause)
            except TROUBLE as error:
                away = {"error": type(error).__name__, "pause": pause.seconds}
                log.get().warning("broker away", of=type(self).__name__, **away)
            except Exception as error:  # else a mistake of ours would end the connection for good
                log.get().error("connection failed", of=type(self).__name__, exc_info=error)
            await pause.over()

    async def _connect_once(self, pause: "Pause") -> None:
        line = Line(self)

        async def prepare(channel: Channel) -> None:
            await self.prepare(channel, line)

        opening = opened(
            self._amqp_url, prepare, within=self.open_within, line=line, publisher_confirms=False
        )
        async with opening as channel:
            pause.begin_anew()
            self._connected.set()
            try:
                await _until_broken(channel)
            finally:
                self._connected.clear()
                self.lost()


class Pause:
    """The wait between two tries: longer each time, up to `longest` seconds."""

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self.seconds = FIRST_PAUSE

    def begin_anew(self) -> None:
        """The last try went well."""
        self.seconds = FIRST_PAUSE

    async def over(self) -> None:
        await asyncio.sleep(self.seconds)
        self.seconds = min(self.seconds * 2, self._longest)


@contextlib.asynccontextmanager
async def opened(
    amqp_url: str,
    prepare: Prepare | None = None,
    *,
    within: float = OPEN_WITHIN,
    line: Line | None = None,
    **channel_is: Any,
) -> AsyncIterator[Channel]:
    """A channel on a connection of its own, for the length of the block; exchanges are declared.

    With a `line`, messages and confirmations go over that and not over the channel.
    """
    async with contextlib.AsyncExitStack() as afterwards:
        async with asyncio.timeout(within):
            url = f"{amqp_url}?heartbeat={HEARTBEAT}"
            connection = await aiormq.connect(url, transport_factory=line)
            afterwards.push_async_callback(_close, connection)
            if line is not None:
                line.most = connection.connection_tune.frame_max
            channel = await connection.channel(CHANNEL, **channel_is)
            await broker.declare_exchanges_async(channel)
            if prepare is not None:
                await prepare(channel)
        yield channel


async def _until_broken(channel: Channel) -> None:
    ends = [channel.connection.closing, channel.closing]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)


async def _close(connection: aiormq.abc.AbstractConnection) -> None:
    # A polite close waits for a broker that may not be answering.
    with contextlib.suppress(*TROUBLE):
        async with asyncio.timeout(CLOSE_WITHIN):
            await connection.close()
