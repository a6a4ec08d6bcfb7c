"""The form in which calls and answers travel: nameko's, in JSON over AMQP.

A call is `{"args": [], "kwargs": {"call": {…}}}` with the routing key `<service>.<method>` on the
exchange `nameko-rpc`; its answer `{"result": …, "error": …}` comes back under the key `reply_to`.
A stock nameko proxy understands both. Neither is persistent: whoever asks has a deadline.
"""

import time
from typing import Any, TypeVar

import msgspec

from backbone import tracing
from contracts.calls.call import Call
from contracts.errors import DomainError, by_code

A = TypeVar("A")


def key(call: Call[Any], of: str = "") -> str:
    """The routing key of the call; `of` names the service where every service answers it."""
    return f"{call.service or of}.{call.method}"


def encode_call(call: Call[Any]) -> bytes:
    return msgspec.json.encode({"args": (), "kwargs": {"call": call}})


def properties(reply_to: str, correlation_id: str, deadline: float) -> dict[str, Any]:
    """The AMQP properties of a call that is given up after `deadline` seconds."""
    return {
        "content_type": "application/json",
        "content_encoding": "utf-8",
        "reply_to": reply_to,
        "correlation_id": correlation_id,
        "expiration": str(max(1, int(deadline * 1000))),
        "delivery_mode": 1,
    }


def headers(deadline: float) -> dict[str, Any]:
    return {"traceparent": tracing.current(), "deadline": str(time.time() + deadline)}


def encode_answer(result: Any) -> bytes:
    return msgspec.json.encode({"result": result, "error": None})


def encode_refusal(error: DomainError) -> bytes:
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


def read_answer(body: bytes, call: Call[A]) -> A:
    """What the call is answered by this body; raises the DomainError that it holds instead."""
    answered: A = msgspec.json.decode(raw_answer(body), type=call.answer)
    return answered


def raw_answer(body: bytes) -> bytes:
    """The same as it came, JSON."""
    told = msgspec.json.decode(body, type=_Answer)
    if told.error is not None:
        raise by_code(told.error.code, told.error.message, told.error.extra)
    return bytes(told.result)


class _Refusal(msgspec.Struct):
    code: str = "unexpected"
    message: str = ""
    extra: dict[str, Any] = {}


class _Answer(msgspec.Struct):
    result: msgspec.Raw = msgspec.Raw(b"null")
    error: _Refusal | None = None
