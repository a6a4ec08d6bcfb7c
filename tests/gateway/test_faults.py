"""A mistake of ours: nothing of it is told, only the number to find it by."""

import pytest
from litestar.testing import TestClient

from contracts.errors import Unexpected
from gateway.api import api
from gateway.hints import Hints
from gateway.live import Live
from gateway.request import Parts
from gateway.rpc import RpcClient
from gateway.session import Sessions

SECRET = "the password is swordfish"
NATIVE = {"Authorization": "Bearer " + "x" * 43}


class Failing(RpcClient):
    """The way to services that fail in a way nobody foresaw."""

    def __init__(self, error):
        super().__init__("amqp://nowhere/")
        self.error = error

    async def call(self, *_, **__):
        raise self.error


@pytest.mark.parametrize("error", [RuntimeError(SECRET), KeyError(SECRET), Unexpected()])
def test_an_unforeseen_error_is_told_without_its_details(error):
    rpc, live = Failing(error), Live()
    sessions = Sessions(rpc)
    hints = Hints("amqp://nowhere/", live, sessions)
    parts = Parts(rpc=rpc, sessions=sessions, live=live, hints=hints, origin="http://portal")
    answer = TestClient(api(parts)).get("/v1/session", headers=NATIVE)

    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    assert "trace_id" in answer.json()
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text
