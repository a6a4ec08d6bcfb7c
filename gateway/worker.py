"""The gunicorn worker: uvicorn, that closes the live streams before it waits for the rest.

Uvicorn ends once every open connection has ended. A live stream never would, so each restart and
each recycled worker would hang until it is killed, together with what it was still answering. And
it drops connections on which no request has come yet, though one may be on its way.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from gunicorn.arbiter import Arbiter
from uvicorn.config import Config
from uvicorn.server import Server
from uvicorn_worker import UvicornWorker

from gateway.connection import Connection

# Where the app leaves what is to be called first when the process ends (ASGI lifespan state).
BEFORE_SHUTDOWN = "before_shutdown"
STILL_COMING = 0.5  # seconds for the request of a connection that was accepted a moment ago
OVERLAP = 2.0  # seconds in which a successor begins to accept; what comes later waits for it


class EndingServer(Server):
    """A server whose app hears that it is about to end while it still may answer.

    After its last request it has a successor called first: the only worker may have to wait long
    for what it is still answering, and nobody else would accept meanwhile.
    """

    def __init__(self, config: Config, call_successor: Callable[[], None]) -> None:
        super().__init__(config)
        self._call_successor = call_successor

    async def on_tick(self, counter: int) -> bool:
        is_over = await super().on_tick(counter)
        if is_over and not self.should_exit:
            self._call_successor()
            await asyncio.sleep(OVERLAP)
        return is_over

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
        server = EndingServer(self.config, self._call_successor)
        self._install_sigquit_handler()
        await server.serve(sockets=self.sockets)
        if not server.started:
            sys.exit(Arbiter.WORKER_BOOT_ERROR)

    def _call_successor(self) -> None:
        """Gunicorn then runs one more, until `child_exit` in its configuration takes us off."""
        if os.getppid() == self.ppid:  # else gunicorn is gone, and so are we
            os.kill(self.ppid, signal.SIGTTIN)
