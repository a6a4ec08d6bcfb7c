"""What the routes need of the way to the services."""

from typing import Protocol, TypeVar

import msgspec

T = TypeVar("T")


class Calls(Protocol):
    """Calls to the services by their names."""

    async def call(
        self,
        service: str,
        method: str,
        call: msgspec.Struct,
        answer: type[T],
        *,
        deadline: float = 5.0,
    ) -> T:
        """The service's answer as `answer`; raises its DomainError, or Unavailable in time."""
        ...
