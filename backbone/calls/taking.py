"""Takes calls off the queue `rpc-<service>` and sends their answers; see `wire` for their form.

Answers are not confirmed: whoever asked has a deadline.
"""

import functools
import math
import time
from typing import Any

from amqp import spec
from amqp.basic_message import Message
from nameko.extensions import Entrypoint

from backbone import log
from backbone.amqp import broker
from backbone.amqp.link import Link, ack
from backbone.calls.answering import Request

QUEUE = "rpc-{}"
# The queue outlives its service for a moment, so that a restart costs nobody an answer; then calls
# to an absent service come back to the caller at once.
_QUEUE_ARGUMENTS = {"x-expires": 10_000}
# More than the connections to the database: some wait for their turn and hold none.
PREFETCH = 200
_CLOCK_SKEW = 5.0


class Calls(Entrypoint):  # type: ignore[misc]
    """Consumes a service's calls and answers them on the same connection."""

    link = Link()

    def setup(self) -> None:
        self.link.on_open = self._consume
        self._stopping = False

    def stop(self) -> None:
        self._stopping = True

    def _consume(self, channel: Any) -> None:
        broker.declare_exchanges(channel)
        name = self.container.service_name
        queue = QUEUE.format(name)
        channel.queue_declare(
            queue=queue, durable=True, auto_delete=False, arguments=_QUEUE_ARGUMENTS
        )
        channel.queue_bind(queue=queue, exchange=broker.RPC_EXCHANGE, routing_key=f"{name}.*")
        channel.basic_qos(0, PREFETCH, False)
        channel.basic_consume(queue=queue, callback=self._on_call)

    def _on_call(self, message: Any) -> None:
        if self._stopping:
            return  # not acked: another process answers it
        deadline = _deadline(message)
        if time.time() > deadline + _CLOCK_SKEW:  # stuck on its way to the broker
            ack(message)
            return
        method = message.delivery_info["routing_key"].rpartition(".")[2]
        body, traceparent = _bytes(message.body), _header(message, "traceparent")
        request = Request(method, body, traceparent, deadline)
        reply = functools.partial(self._reply, message)
        self.container.spawn_worker(self, (request,), {}, handle_result=reply)

    def _reply(self, message: Any, _: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        if result is not None and not self.link.blocked:
            _send(message, result)
        ack(message)
        return None, exc_info


def _send(message: Any, body: bytes) -> None:
    properties = message.properties
    reply = Message(
        body,
        content_type="application/json",
        content_encoding="utf-8",
        correlation_id=properties.get("correlation_id", ""),
        delivery_mode=1,
    )
    # kombu's and py-amqp's own publish read from the socket first, which another greenlet reads.
    where = (0, broker.RPC_EXCHANGE, properties.get("reply_to", ""), False, False)
    try:
        message.channel.send_method(spec.Basic.Publish, "Bssbb", where, reply)
    except Exception as error:  # the caller's deadline tells it; the process goes on
        log.get().warning("answer lost", error=type(error).__name__)


def _deadline(message: Any) -> float:
    """When the caller gives up, by its clock."""
    try:
        return float(_header(message, "deadline") or "inf")
    except ValueError:
        return math.inf


def _header(message: Any, name: str) -> str:
    return str((message.headers or {}).get(name, ""))


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)
