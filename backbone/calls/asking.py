"""Call a service once from a program that may wait: for commands and tests.

The gateway has a client of its own, `gateway/rpc.py`.
"""

import time
import uuid
from typing import Any, TypeVar

import amqp
import kombu
from amqp.exceptions import AMQPError

from backbone.amqp import broker
from backbone.calls import wire
from contracts.calls.call import Call
from contracts.errors import Unavailable

A = TypeVar("A")


def ask(amqp_url: str, call: Call[A], *, of: str = "", deadline: float = 5.0) -> A:
    """The answer to the call; raises its DomainError, or Unavailable in the end.

    `of`: the service to ask where every service answers such a call.
    """
    until = time.monotonic() + deadline
    key = wire.key(call, of)
    try:
        with kombu.Connection(amqp_url, connect_timeout=deadline) as connection:
            body = _exchange(connection, key, call, until)
    except (AMQPError, OSError) as error:
        service = key.partition(".")[0]
        raise Unavailable(f"The service '{service}' did not answer.") from error
    return wire.read_answer(body, call)


def _exchange(connection: Any, key: str, call: Call[Any], until: float) -> bytes:
    channel = connection.channel()
    channel.auto_decode = False
    queue = channel.queue_declare(exclusive=True, auto_delete=True, durable=False).queue
    channel.queue_bind(queue, broker.RPC_EXCHANGE, queue)
    answers: list[bytes] = []
    channel.basic_consume(queue, no_ack=True, callback=lambda got: answers.append(got.body))
    channel.events["basic_return"].add(lambda *_: _nobody(key))
    channel.basic_publish(_message(queue, call, until), broker.RPC_EXCHANGE, key, mandatory=True)
    while not answers:
        connection.drain_events(timeout=max(0.001, until - time.monotonic()))
    return answers[0]


def _message(reply_to: str, call: Call[Any], until: float) -> Any:
    left = until - time.monotonic()
    return amqp.Message(
        wire.encode_call(call),
        **wire.properties(reply_to, uuid.uuid4().hex, left),
        application_headers=wire.headers(left),
    )


def _nobody(key: str) -> None:
    raise Unavailable(f"No service answers '{key}'.")
