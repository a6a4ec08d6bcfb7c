"""A service's answer handed on as it came: its JSON is not decoded and encoded again."""

from typing import Any, TypeVar, cast

import msgspec
from litestar import Response
from litestar.enums import MediaType

from gateway.calls import Calls

T = TypeVar("T")


async def ask(
    rpc: Calls, service: str, method: str, call: msgspec.Struct, of: type[T], status: int = 200
) -> Response[T]:
    """Call `method` of `service` and answer with its result, which is a `T` in JSON.

    `of` is what the service promises; the bytes are trusted because both sides share the contract.
    """
    raw = await rpc.call(service, method, call, msgspec.Raw)
    return Response(cast("Any", bytes(raw)), media_type=MediaType.JSON, status_code=status)
