"""How a call is answered: arguments by annotation, one transaction, errors by their code."""

import dataclasses
import functools
import time
import typing
from collections.abc import Callable
from typing import Any

import msgspec

from backbone import log
from backbone.database import is_away
from contracts.errors import DomainError, InvalidInput, Unavailable, Unexpected

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
