"""The whole gateway, put together from its settings."""

import contextlib
from collections.abc import AsyncIterator

from litestar import Litestar
from litestar.types import ASGIApp

from gateway.api import api
from gateway.edge import Edge
from gateway.headers import headers
from gateway.hints import Hints
from gateway.live import Live
from gateway.request import Parts
from gateway.rpc import RpcClient
from gateway.session import Sessions
from gateway.settings import Settings
from gateway.web import Web


def program(settings: Settings) -> ASGIApp:
    """The ASGI application that answers everything the portal is asked."""
    rpc, live = RpcClient(settings.amqp_url), Live()
    sessions = Sessions(rpc)
    hints = Hints(settings.amqp_url, live, sessions)

    @contextlib.asynccontextmanager
    async def running(_: Litestar) -> AsyncIterator[None]:
        await hints.start(within=0)
        await rpc.start(within=1.0)
        try:
            yield
        finally:
            await hints.close()
            await rpc.close()

    parts = Parts(rpc=rpc, sessions=sessions, live=live, hints=hints, origin=settings.public_url)
    https = settings.public_url.startswith("https:")
    web = Web(settings.web_folder, settings.files_url)
    return Edge(api(parts, [running]), web, live, headers(https))
