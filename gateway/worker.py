"""The gunicorn worker: uvicorn, that closes the live streams before it waits for the rest.

Uvicorn ends once every open connection has ended. A live stream never would, so each restart and
each recycled worker would hang until it is killed, together with what it was still answering. And
it drops connections on which no request has come yet, though one may be on its way.
"""

import asyncio
import sys
from typing import Any

from gunicorn.arbiter import Arbiter
from uvicorn.server import Server
from uvicorn_worker import UvicornWorker

from gateway.connection import Connection

# Where the app leaves what is to be called first when the process ends (ASGI lifespan state).
BEFORE_SHUTDOWN = "before_shutdown"
STILL_COMING = 0.5  # seconds for the request of a connection that was accepted a moment ago


class EndingServer(Server):
    """A server whose app hears that it is about to end while it still may answer."""

    async def shutdown(self, sockets: Any = None) -> None:
        self.lifespan.state[BEFORE_SHUTDOWN]()
        for server in self.servers:  # from here on the other workers accept
            server.close()
        await asyncio.sleep(STILL_COMING)
        await super().shutdown(sockets)


class Worker(UvicornWorker):  # type: ignore[misc]  # comes without types
    CONFIG_KWARGS = {
        "loop": "uvloop",
        "http": Connection,
        "ws": "none",
        "lifespan": "on",
        "access_log": False,
        "server_header": False,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.config.timeout_graceful_shutdown = max(1, self.cfg.graceful_timeout - 5)
        self.config.proxy_headers = bool(self.cfg.forwarded_allow_ips)

    async def _serve(self) -> None:
        self.config.app = self.wsgi
        server = EndingServer(config=self.config)
        self._install_sigquit_handler()
        await server.serve(sockets=self.sockets)
        if not server.started:
            sys.exit(Arbiter.WORKER_BOOT_ERROR)
