"""Reading a firm's queue: what happened in the portal, each event at least once."""

import time
from collections.abc import Callable
from typing import Any

import msgspec
from amqp.exceptions import AccessRefused, AMQPError, IrrecoverableConnectionError, NotFound

from contracts import topology
from contracts.errors import EventRefused
from contracts.events import CloudEvent, Event, decode
from firm.channel import Refused, connected

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
    pause = 0.5
    while not until():
        try:
            connection = connected(amqp_url, heartbeat, _PATIENCE)
            pause = 0.5
            try:
                _consume(connection, topology.firm_queue(firm_id), handler, until)
            finally:
                connection.collect()
        except (IrrecoverableConnectionError, AccessRefused, NotFound) as error:
            raise Refused(f"The broker refuses: {error}") from error
        except (AMQPError, OSError):
            time.sleep(pause)
            pause = min(pause * 2, 10.0)


def _consume(connection: Any, queue: str, handler: Handler, until: Callable[[], bool]) -> None:
    channel = connection.channel()

    def on_message(message: Any) -> None:
        handler(_received(bytes(message.body)))
        channel.basic_ack(message.delivery_tag)

    channel.auto_decode = False
    channel.basic_qos(0, _PREFETCH, False)
    channel.basic_consume(queue, callback=on_message)
    while not until():
        try:
            connection.blocking_read(_LOOK_UP)
        except TimeoutError:
            connection.heartbeat_tick()


def _received(body: bytes) -> Received:
    try:
        envelope, event = decode(body, topology.PORTAL)
    except EventRefused:
        return Received(envelope=msgspec.json.decode(body, type=CloudEvent), event=None, body=body)
    return Received(envelope=envelope, event=event, body=body)
