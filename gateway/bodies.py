"""A body is what its call holds, less who asks and what stands elsewhere in the request.

So it is not declared again but derived: `data: FromBody[SendMessage]` stands for a struct of those
members of `SendMessage` that neither the request gives by itself nor another of the route's
parameters. What is added to a call's members is thereby added to its body: openapi.yaml shows it.
"""

from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from litestar.params import JSONBody

from contracts.calls.call import Call

C = TypeVar("C", bound=Call[Any], covariant=True)
# What a route finds out from another service.
_FOUND = ("vouchers",)
# What a request gives by itself, named alike in the calls and in `PortalRequest`.
GIVEN = ("caller", "session_token", "attempt_token", "device_token", "agent", "address")


class FromBody(msgspec.Struct, Generic[C], frozen=True, kw_only=True):
    """The part of a call that stands in the body."""

    call_type: ClassVar[Any] = Call

    def call(self, **rest: Any) -> C:
        """The whole call, once the rest is there."""
        whole: C = self.call_type(**msgspec.structs.asdict(self), **rest)
        return whole


def derive(function: Callable[..., Any]) -> None:
    """Have the route's `data` read into the struct that its `FromBody[…]` stands for."""
    hints = get_type_hints(function, include_extras=True)
    data = hints.pop("data", None)
    for each in (data, *get_args(data)):  # alone, or one of `FromBody[…] | None`
        if get_origin(each) is FromBody:
            struct = _struct(get_args(each)[0], {*GIVEN, *_FOUND, *hints})
            body: Any = JSONBody
            function.__annotations__["data"] = body[struct if each is data else struct | None]


def _struct(kind: type[Call[Any]], elsewhere: set[str]) -> Any:
    default: Any = msgspec.field  # its types know only one of the two at a time
    members = [
        (each.name, each.type, default(default=each.default, default_factory=each.default_factory))
        for each in msgspec.structs.fields(kind)
        if each.name not in elsewhere
    ]
    own = {"call_type": kind}
    return msgspec.defstruct(
        kind.__name__, members, bases=(FromBody,), namespace=own, frozen=True, kw_only=True
    )
