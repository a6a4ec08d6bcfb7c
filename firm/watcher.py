"""What happened in the portal: read from a firm's queue at least once, or only looked at."""

import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from amqp.exceptions import AccessRefused, AMQPError, IrrecoverableConnectionError, NotFound

from contracts import topology
from contracts.errors import EventRefused
from contracts.events import CloudEvent, Event, decode
from firm.channel import connected, translated

_PREFETCH = 20
_PATIENCE = 5.0
_LOOK_UP = 1.0  # seconds between looks at the heartbeat and at `until`


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """One event. `event` is None for a type newer than this code: `envelope.data` has it raw."""

    envelope: CloudEvent
    event: Event | None
    body: bytes


Handler = Callable[[Received], None]


def watch(
    amqp_url: str,
    firm_id: str,
    handler: Handler,
    *,
    until: Callable[[], bool] = lambda: False,
    heartbeat: int = 20,
) -> None:
    """Give each event in the firm's queue to `handler`, one after the other, until `until()`.

    An event leaves the queue when the handler has returned. A handler that raises ends the watch
    with its error, and the event comes again next time; so does one whose handling the broker saw
    interrupted, so remember `envelope.id` where doing a thing twice matters. A lost broker is
    waited for; raises Refused when the broker does not let us in or has no such queue.
    """
    _read_on(amqp_url, Source(topology.firm_queue(firm_id)), handler, until, heartbeat)


def look_on(
    amqp_url: str,
    firm_id: str,
    handler: Handler,
    *,
    until: Callable[[], bool] = lambda: False,
    heartbeat: int = 20,
) -> None:
    """The same for what happens from now on, taking nothing away from the firm's queue.

    What happens while the broker is away is not seen.
    """
    source = Source(topology.firm_stream(firm_id), FROM_NOW_ON)
    _read_on(amqp_url, source, handler, until, heartbeat)


class Source(msgspec.Struct, frozen=True):
    """What is read, and how it is asked for."""

    queue: str
    arguments: dict[str, Any] = {}


FROM_NOW_ON = {"x-stream-offset": "next"}


class Listener:
    """Hears what happens to the firm from when it was made, beside the firm's own queue."""

    def __init__(self, amqp_url: str, firm_id: str) -> None:
        """Raises Refused, or NotPublished when the broker cannot be reached."""
        self._heard: deque[Received] = deque()
        try:
            self._connection = connected(amqp_url, 0, _PATIENCE)
            source = Source(topology.firm_stream(firm_id), FROM_NOW_ON)
            _consume(self._connection.channel(), source, self._heard.append)
        except (AMQPError, OSError) as error:
            raise translated(error) from error

    def within(self, seconds: float) -> Iterator[Received]:
        """Each event as it comes, until the time is up."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            with contextlib.suppress(TimeoutError):
                self._connection.blocking_read(left)
            while self._heard:
                yield self._heard.popleft()

    def close(self) -> None:
        self._connection.collect()


def _read_on(
    amqp_url: str, source: Source, handler: Handler, until: Callable[[], bool], heartbeat: int
) -> None:
    pause = 0.5
    while not until():
        try:
            connection = connected(amqp_url, heartbeat, _PATIENCE)
            pause = 0.5
            try:
                _consume(connection.channel(), source, handler)
                _read(connection, until)
            finally:
                connection.collect()
        except (IrrecoverableConnectionError, AccessRefused, NotFound) as error:
            raise translated(error) from error
        except (AMQPError, OSError):
            time.sleep(pause)
            pause = min(pause * 2, 10.0)


def _read(connection: Any, until: Callable[[], bool]) -> None:
    while not until():
        try:
            connection.blocking_read(_LOOK_UP)
        except TimeoutError:
            connection.heartbeat_tick()


def _consume(channel: Any, source: Source, handler: Handler) -> None:
    def on_message(message: Any) -> None:
        handler(_received(bytes(message.body)))
        channel.basic_ack(message.delivery_tag)

    channel.auto_decode = False
    channel.basic_qos(0, _PREFETCH, False)
    channel.basic_consume(source.queue, callback=on_message, arguments=source.arguments)


def _received(body: bytes) -> Received:
    try:
        envelope, event = decode(body, topology.PORTAL)
    except EventRefused:
        return Received(envelope=msgspec.json.decode(body, type=CloudEvent), event=None, body=body)
    return Received(envelope=envelope, event=event, body=body)
