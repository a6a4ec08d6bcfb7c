"""How a call is answered: by the function listed for it, in one transaction, errors by code."""

import dataclasses
import math
import time
from typing import TYPE_CHECKING, Any

import msgspec

from backbone import log
from backbone.calls import wire
from backbone.contents import Answer
from backbone.postgres.database import is_away, is_held_up
from contracts.cleaning import Unfit, cleaned
from contracts.errors import DomainError, InvalidInput, Unavailable, Unexpected
from contracts.wording import flaw

if TYPE_CHECKING:
    from backbone.service import Service


@dataclasses.dataclass(frozen=True)
class Request:
    """A call as it came: `method`, the JSON body, and the trace it belongs to.

    `deadline`: when the caller gives up, in seconds since 1970 by the caller's clock.
    """

    method: str
    body: bytes
    traceparent: str
    deadline: float = math.inf


def reply(service: "Service", request: Request) -> bytes:
    """The answer to a call as it travels; never raises, whatever the function does."""
    log.bind(traceparent=request.traceparent)
    started = time.perf_counter()
    code = "ok"
    try:
        return wire.encode_answer(_perform(service, request))
    except DomainError as error:
        code = error.code
        return wire.encode_refusal(error)
    except Exception as error:
        refusal = Unavailable() if is_away(error) or is_held_up(error) else Unexpected()
        code = refusal.code
        log.get().error("call failed", method=request.method, exc_info=error)
        return wire.encode_refusal(refusal)
    finally:
        spent = round((time.perf_counter() - started) * 1000, 1)
        log.get().debug("call answered", method=request.method, code=code, ms=spent)


def _perform(service: "Service", request: Request) -> Any:
    answer = service.answered().get(request.method)
    if answer is None:
        raise Unavailable(f"There is no call '{request.method}' here.")
    try:
        call = answer.decoder.decode(request.body).kwargs.call
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        wrong = flaw(error, answer.decoder.type)
        wrong = wrong._replace(field=wrong.field.removeprefix("kwargs.call."))
        raise InvalidInput(wrong.sentence, field=wrong.field) from error
    if answer.in_turn is None:
        return perform(service, answer, call)
    line, caller = answer.in_turn(call)
    with service.runtime.turns.of((request.method, line), caller) as waited:
        if waited and time.time() > request.deadline:
            raise Unavailable("It is too late for that.")
        return perform(service, answer, call)


def perform(service: "Service", answer: Answer, call: Any) -> Any:
    """As `contents.answer` says, committed all the same where the DomainError `keeps_changes`.

    Raises InvalidInput for what `cleaned` refuses.
    """
    try:
        call = cleaned(call)
    except Unfit as error:
        raise InvalidInput(str(error), field=error.member) from error
    runtime = service.runtime
    with (runtime.reading if answer.reading else runtime.sessions)() as session:
        try:
            result = answer.function(service.work(session), call)
        except DomainError as error:
            if error.keeps_changes:
                service.commit(session)
            raise
        if not answer.reading:
            service.commit(session)
        return result
