"""Whether this process lives, and whether every part that it needs answers."""

import asyncio
from typing import Annotated, Literal

import msgspec
from litestar import Response, get
from litestar.params import Dependency

from contracts.calls.operations import CheckHealth, Health
from contracts.errors import DomainError
from gateway.given import Calls, Rpc

SERVICES = ("auth", "matters", "messaging", "notify")
DEADLINE = 2.0  # seconds; a part that is slower is as good as away

PartState = Literal["ready", "away"]


class Alive(msgspec.Struct, frozen=True, kw_only=True):
    status: Literal["alive"] = "alive"


class Part(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    state: PartState


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """Ready when every part is."""

    ready: bool
    parts: list[Part]


class Broker(msgspec.Struct, frozen=True, kw_only=True):
    pass


@get("/health", operation_id="getHealth", tags=["operations"])
async def get_health() -> Alive:
    """This process answers."""
    return Alive()


@get("/ready", operation_id="getReady", tags=["operations"])
async def get_ready(
    rpc: Rpc, live: Annotated[object, Dependency(skip_validation=True)]
) -> Response[Readiness]:
    """Each part by name; 503 while one is away."""
    states = await asyncio.gather(*(state_of(rpc, service) for service in SERVICES))
    parts = [Part(name=name, state=state) for name, state in zip(SERVICES, states, strict=True)]
    ready = all(part.state == "ready" for part in parts)
    return Response(Readiness(ready=ready, parts=parts), status_code=200 if ready else 503)


async def state_of(rpc: Calls, service: str) -> PartState:
    try:
        await rpc.call(service, "check_health", CheckHealth(), Health, DEADLINE)
    except DomainError:
        return "away"
    return "ready"
