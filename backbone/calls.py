"""RPC in nameko's wire format: the entrypoint, and how a call is answered.

A call arrives on the queue `rpc-<service>` as `{"args": [], "kwargs": {"call": {…}}}` with the
routing key `<service>.<method>`; the answer goes to exchange `nameko-rpc` under the key `reply_to`
as `{"result": …, "error": …}`. A stock nameko proxy understands both. Answers are not persistent
and not confirmed: whoever asked has a deadline.
"""

import dataclasses
import functools
import time
import typing
from collections.abc import Callable
from typing import Any

import msgspec
from amqp import spec
from amqp.basic_message import Message
from nameko.extensions import Entrypoint

from backbone import broker, log
from backbone.database import is_away
from backbone.link import Link, ack
from contracts.errors import DomainError, InvalidInput, Unavailable, Unexpected

QUEUE = "rpc-{}"
# The queue outlives its service for a moment, so that a restart costs nobody an answer; then calls
# to an absent service come back to the caller at once.
_QUEUE_ARGUMENTS = {"x-expires": 10_000}
PREFETCH = 16
_CLOCK_SKEW = 5.0

F = typing.TypeVar("F", bound=Callable[..., Any])


def rpc(method: F) -> F:
    """Let the gateway call the method: `(self, session, call: Struct) -> Struct`.

    It runs in one transaction, committed when it returns and rolled back when it raises, unless
    the DomainError says `keeps_changes`.
    """
    method.__dict__["is_call"] = True
    return method


@dataclasses.dataclass(frozen=True)
class Request:
    """A call as it came: `method`, the JSON body, and the trace it belongs to."""

    method: str
    body: bytes
    traceparent: str


@dataclasses.dataclass(frozen=True)
class Call:
    """A method that may be called, with what reads its arguments."""

    method: Callable[..., Any]
    decoder: "msgspec.json.Decoder[Any]"


@functools.cache
def calls_of(service: type) -> dict[str, Call]:
    """Every method of the service that is marked `@rpc`, by name."""
    marked = {name: getattr(service, name) for name in dir(service)}
    return {
        name: Call(method, _decoder(method))
        for name, method in marked.items()
        if getattr(method, "is_call", False)
    }


def _decoder(method: Callable[..., Any]) -> "msgspec.json.Decoder[Any]":
    argument = typing.get_type_hints(method)["call"]
    kwargs = msgspec.defstruct("Kwargs", [("call", argument)])
    return msgspec.json.Decoder(msgspec.defstruct("Arguments", [("kwargs", kwargs)]))


def answer(service: Any, request: Request) -> bytes:
    """The answer to a call as it travels; never raises, whatever the method does."""
    log.bind(traceparent=request.traceparent)
    started = time.perf_counter()
    code = "ok"
    try:
        return msgspec.json.encode({"result": _perform(service, request), "error": None})
    except DomainError as error:
        code = error.code
        return _refusal(error)
    except Exception as error:
        refusal = Unavailable() if is_away(error) else Unexpected()
        code = refusal.code
        log.get().error("call failed", method=request.method, exc_info=error)
        return _refusal(refusal)
    finally:
        spent = round((time.perf_counter() - started) * 1000, 1)
        log.get().info("call answered", method=request.method, code=code, ms=spent)


def _perform(service: Any, request: Request) -> Any:
    call = calls_of(service.__class__).get(request.method)
    if call is None:
        raise Unavailable(f"There is no call '{request.method}' here.")
    try:
        argument = call.decoder.decode(request.body).kwargs.call
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(str(error)) from error
    with service.runtime.sessions() as session:
        try:
            result = call.method(service, session, argument)
        except DomainError as error:
            if error.keeps_changes:
                session.commit()
            raise
        session.commit()
        return result


def _refusal(error: DomainError) -> bytes:
    name = type(error).__name__
    told = {
        "exc_type": name,
        "exc_path": f"contracts.errors.{name}",
        "exc_args": [error.text],
        "value": error.text,
        "code": error.code,
        "message": error.text,
        "extra": error.extra,
    }
    return msgspec.json.encode({"result": None, "error": told})


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
        if _is_stale(message):
            ack(message)
            return
        method = message.delivery_info["routing_key"].rpartition(".")[2]
        request = Request(method, _bytes(message.body), _header(message, "traceparent"))
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


def _is_stale(message: Any) -> bool:
    """Whether the caller gave up long ago; a call may have been stuck on its way to the broker."""
    try:
        deadline = float(_header(message, "deadline") or "inf")
    except ValueError:
        return False
    return time.time() > deadline + _CLOCK_SKEW


def _header(message: Any, name: str) -> str:
    return str((message.headers or {}).get(name, ""))


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)
