"""Every route makes a call that its service will understand, from what the request holds."""

import datetime
import uuid
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

from contracts.calls.auth import ResolveSession, Session
from contracts.errors import Unavailable
from gateway.api import api
from gateway.hints import Hints
from gateway.live import Live
from gateway.request import Parts
from gateway.rpc import RpcClient
from gateway.session import Sessions
from tests.security import matrix

TOKEN = {"Authorization": "Bearer " + "x" * 43}
CALLING = [route for route in matrix.routes() if route.name not in ("getHealth", "openLiveStream")]


class Away(RpcClient):
    """Services that understand what they are asked, and then are away."""

    def __init__(self) -> None:
        super().__init__("amqp://nowhere/")
        self.asked: list[Any] = []

    async def call(self, call: Any, **_: Any) -> Any:
        self.asked.append(msgspec.json.decode(msgspec.json.encode(call), type=type(call)))
        if isinstance(call, ResolveSession) and len(self.asked) == 1:
            return session()
        raise Unavailable

    async def raw(self, call: Any) -> bytes:
        return bytes(await self.call(call))


def session() -> Session:
    end = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)
    return Session(
        session_id=uuid.uuid4(),
        account_id=uuid.uuid4(),
        address="ana@mail.example",
        persons=[],
        idle_ends_at=end,
        ends_at=end,
    )


@pytest.mark.parametrize("route", CALLING, ids=lambda route: route.name)
def test_it_makes_a_whole_call(route: matrix.Route) -> None:
    rpc, live = Away(), Live()
    sessions = Sessions(rpc)
    hints = Hints("amqp://nowhere/", live, sessions)
    parts = Parts(rpc=rpc, sessions=sessions, live=live, hints=hints, origin="http://portal")
    headers = TOKEN | route.row.headers
    answer = TestClient(api(parts)).request(
        route.method, route.at(), json=route.row.body, headers=headers
    )

    assert answer.status_code == 503
    assert len(rpc.asked) > (route.needs == "session")
