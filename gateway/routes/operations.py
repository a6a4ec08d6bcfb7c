"""Whether this process lives, and whether every part that it needs answers."""

import asyncio
from typing import Literal

import msgspec
from litestar import Response
from litestar.openapi import ResponseSpec

from contracts.calls.operations import CheckHealth
from contracts.errors import DomainError
from contracts.topology import SERVICES
from gateway.doors import anyone
from gateway.problem import AWAY_FOR
from gateway.request import PortalRequest
from gateway.rpc import RpcClient

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


@anyone.get("/health")
async def get_health() -> Alive:
    """This process answers."""
    return Alive()


@anyone.get("/ready", responses={503: ResponseSpec(Readiness)})
async def get_ready(request: PortalRequest) -> Response[Readiness]:
    """Each part by name; 503 while one is away."""
    answers = await asyncio.gather(*(answers_in_time(request.rpc, service) for service in SERVICES))
    states = {"broker": request.parts.hints.connected} | dict(zip(SERVICES, answers, strict=True))
    parts = [Part(name=name, state="ready" if up else "away") for name, up in states.items()]
    ready = all(states.values())
    headers = {} if ready else {"Retry-After": str(AWAY_FOR)}
    return Response(
        Readiness(ready=ready, parts=parts), status_code=200 if ready else 503, headers=headers
    )


async def answers_in_time(rpc: RpcClient, service: str) -> bool:
    try:
        await rpc.call(CheckHealth(), of=service, deadline=DEADLINE)
    except DomainError:
        return False
    return True
