"""Call a service once from a program that may wait: for commands and tests.

The gateway has a client of its own, `gateway/rpc.py`.
"""

import time
import uuid
from typing import Any, TypeVar

import amqp
import kombu
import msgspec
from amqp.exceptions import AMQPError

from backbone import broker, tracing
from contracts.errors import DomainError, Unavailable, by_code

T = TypeVar("T")


class Refusal(msgspec.Struct):
    """The `error` member of an answer."""

    code: str = "unexpected"
    message: str = ""
    extra: dict[str, Any] = {}

    def as_error(self) -> DomainError:
        return by_code(self.code, self.message, self.extra)


def ask(
    amqp_url: str,
    service: str,
    method: str,
    call: msgspec.Struct,
    answer: type[T],
    *,
    deadline: float = 5.0,
) -> T:
    """The answer of `service.method(call)`; raises its DomainError, or Unavailable in the end."""
    until = time.monotonic() + deadline
    try:
        with kombu.Connection(amqp_url, connect_timeout=deadline) as connection:
            body = _exchange(connection, f"{service}.{method}", call, until)
    except (AMQPError, OSError) as error:
        raise Unavailable(f"The service '{service}' did not answer.") from error
    return read_answer(body, answer)


def read_answer(body: bytes, answer: type[T]) -> T:
    """What an answer's body holds; raises the DomainError that it holds instead."""
    told = msgspec.json.decode(body, type=_Answer)
    if told.error is not None:
        raise told.error.as_error()
    return msgspec.json.decode(told.result, type=answer)


class _Answer(msgspec.Struct):
    result: msgspec.Raw = msgspec.Raw(b"null")
    error: Refusal | None = None


def _exchange(connection: Any, key: str, call: msgspec.Struct, until: float) -> bytes:
    channel = connection.channel()
    channel.auto_decode = False
    queue = channel.queue_declare(exclusive=True, auto_delete=True, durable=False).queue
    channel.queue_bind(queue, broker.RPC_EXCHANGE, queue)
    answers: list[bytes] = []
    channel.basic_consume(queue, no_ack=True, callback=lambda got: answers.append(got.body))
    channel.events["basic_return"].add(lambda *_: _nobody(key))
    channel.basic_publish(_request(queue, call, until), broker.RPC_EXCHANGE, key, mandatory=True)
    while not answers:
        connection.drain_events(timeout=max(0.001, until - time.monotonic()))
    return answers[0]


def _request(reply_to: str, call: msgspec.Struct, until: float) -> Any:
    left = until - time.monotonic()
    return amqp.Message(
        msgspec.json.encode({"args": [], "kwargs": {"call": call}}),
        content_type="application/json",
        content_encoding="utf-8",
        reply_to=reply_to,
        correlation_id=uuid.uuid4().hex,
        expiration=str(max(1, int(left * 1000))),
        delivery_mode=1,
        application_headers={
            "traceparent": tracing.current(),
            "deadline": str(time.time() + left),
        },
    )


def _nobody(key: str) -> None:
    raise Unavailable(f"No service answers '{key}'.")
