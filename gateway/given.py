"""What a route is given by naming it: the way to the services, and who is asking."""

from typing import Annotated, Protocol, TypeVar

import msgspec
from litestar.params import Dependency

from contracts.calls.auth import Session
from contracts.calls.caller import Caller
from gateway.credentials import Client

T = TypeVar("T")


class Calls(Protocol):
    """Calls to the services by their names."""

    async def call(
        self,
        service: str,
        method: str,
        call: msgspec.Struct,
        result: type[T],
        deadline: float = 5.0,
    ) -> T:
        """The service's answer as `result`; raises its DomainError, or Unavailable in time."""
        ...


# Litestar would check each against its type on every request, though we made them ourselves.
Rpc = Annotated[Calls, Dependency(skip_validation=True)]
Me = Annotated[Caller, Dependency(skip_validation=True)]
MySession = Annotated[Session, Dependency(skip_validation=True)]
Asking = Annotated[Client, Dependency(skip_validation=True)]
Token = Annotated[str, Dependency(skip_validation=True)]
