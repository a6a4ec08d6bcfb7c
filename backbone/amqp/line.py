"""The short way over one of aiormq's connections, for all that comes and goes in numbers.

aiormq makes of each message a task, two queues and nine awaited reads; here it goes from the socket
to whom it is for. All else is left to aiormq: to open, to declare, to notice the end.
"""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from aiormq.connection import TCPTransportFactory, TLSTransportFactory, TransportFactory

from backbone import log
from backbone.amqp import frames
from backbone.amqp.frames import Message

CHANNEL = 1  # the only one of the connection
_MOST_UNSENT = 8_000_000  # bytes that may wait for a broker that takes nothing
_SHOWN = 1.0  # seconds after which aiormq hears again that the broker is there


class Listener:
    """Whom a line tells what came."""

    def heard(self, message: Message) -> None:
        """It came from a queue that is consumed here."""

    def returned(self, message: Message) -> None:
        """No queue took what was published here."""

    def confirmed(self, number: int, several: bool, taken: bool) -> None:
        """The broker has what was published as the `number`th, or cannot take it.

        `several`: that also goes for all before it. What was returned is confirmed after that.
        """


class Line(TransportFactory):
    """Of one connection, whose `most` is how many bytes a frame may have, once it is open."""

    most = 0

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._coming: frames.Coming | None = None
        self._begun = b""  # of a frame
        self._shown = 0.0

    async def create(self, url: Any, **how: Any) -> Any:
        """Reader and writer, as aiormq wants them."""
        kind = TLSTransportFactory if url.scheme == "amqps" else TCPTransportFactory
        reader, self._writer = await kind().create(url, **how)
        reader.feed_data = partial(self._take, reader.feed_data)  # type: ignore[method-assign]
        return reader, self._writer

    @property
    def stuck(self) -> bool:
        """Whether the broker has long taken nothing, as one does that is short of memory."""
        return self._writer.transport.get_write_buffer_size() > _MOST_UNSENT

    def publish(self, to: tuple[str, str], properties: Mapping[str, Any], body: bytes) -> None:
        """To this exchange and routing key.

        Raises ValueError for what AMQP can't carry, ConnectionError once the connection has ended.
        """
        if self._writer.is_closing():  # uvloop would raise a RuntimeError
            raise ConnectionError("The connection to the broker has ended.")
        most = self.most - frames.AROUND
        self._writer.write(frames.published(CHANNEL, to, properties, body, most))

    async def consume(self, channel: Any, queue: str) -> None:
        """Hear all that comes to the queue from now on; none of it is acknowledged."""
        await channel.basic_consume(queue, _never, no_ack=True)

    def _take(self, pass_on: Callable[[bytes], None], data: bytes) -> None:
        data, others, end = self._begun + data, [], 0
        for frame, kind, held in frames.split(data):
            end += len(frame)
            if not self._is_ours(kind, held):
                others.append(frame)
        self._begun = data[end:]
        now = asyncio.get_running_loop().time()
        if not others and now - self._shown > _SHOWN:
            others.append(frames.HEARTBEAT)
        if others:
            self._shown = now
            pass_on(b"".join(others))

    def _is_ours(self, kind: int, held: bytes) -> bool:
        if kind == frames.METHOD:
            return self._begins(held[:4], held)
        if self._coming is None or kind not in (frames.HEADER, frames.BODY):
            return False
        if (message := self._coming.whole(kind, held)) is not None:
            came_back, self._coming = self._coming.came_back, None
            self._tell(self._listener.returned if came_back else self._listener.heard, message)
        return True

    def _begins(self, method: bytes, held: bytes) -> bool:
        if method in (frames.DELIVER, frames.RETURN):
            self._coming = frames.Coming(held)
        elif method in (frames.ACK, frames.NACK):
            self._tell(self._listener.confirmed, *frames.confirmation(held), method == frames.ACK)
        else:
            return False
        return True

    def _tell(self, listener: Callable[..., None], *what: Any) -> None:
        try:
            listener(*what)
        except Exception as error:  # else a mistake of ours would end the connection
            log.get().error("not understood", of=type(self._listener).__name__, exc_info=error)


async def _never(_: Any) -> None:
    """What comes is taken before aiormq sees it."""
