"""How services named what they answer and hear before `contents`; goes with the last of them."""

import dataclasses
import datetime
import typing
from collections.abc import Callable
from typing import Any

from backbone.contents import Answer, Answers, Heard, _decoder

F = typing.TypeVar("F", bound=Callable[..., Any])


@dataclasses.dataclass(frozen=True)
class Delivery:
    firm_id: str
    event_id: str
    time: datetime.datetime
    exchange: str
    type: str


def rpc(method: F) -> F:
    method.__dict__["is_call"] = True
    return method


def subscribe(method: F) -> F:
    method.__dict__["takes_event"] = True
    return method


def answers(service: type) -> Answers:
    return {
        name: Answer(
            _called(method),
            _decoder(typing.get_type_hints(method)["call"]),
        )
        for name in dir(service)
        if getattr(method := getattr(service, name), "is_call", False)
    }


def _called(method: Callable[..., Any]) -> Callable[[Any, Any], Any]:
    return lambda work, call: method(work.service, work.session, call)


def heard(service: type) -> Heard:
    found: Heard = {}
    for name in dir(service):
        method = getattr(service, name)
        if getattr(method, "takes_event", False):
            kind = typing.get_type_hints(method)["event"]
            found[kind.exchange, kind.type] = [_adapted(method)]
    return found


def _adapted(method: Callable[..., Any]) -> Callable[[Any, Any], None]:
    def run(work: Any, event: Any) -> None:
        delivery = Delivery(work.firm_id, "", work.at, event.exchange, event.type)
        method(work.service, work.session, event, delivery)

    return run
