"""The outermost layer: every request gets its trace, its headers and its line in the log."""

import time
from typing import Any

from litestar.types import ASGIApp, Message, Receive, Send

from backbone import log, tracing
from gateway.headers import FRAMES, Headers, Pairs
from gateway.live import Live
from gateway.worker import BEFORE_SHUTDOWN

API = "/v1"
CACHING = b"cache-control"


class Edge:
    """`api` answers below `/v1`, `web` everything else."""

    def __init__(self, api: ASGIApp, web: ASGIApp, live: Live, headers: Headers) -> None:
        self._api, self._web = api, web
        self._live = live
        self._headers = headers

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._answer(scope, receive, send)
            return
        if scope["type"] == "lifespan":
            scope["state"][BEFORE_SHUTDOWN] = self._live.close
        await self._api(scope, receive, send)

    async def _answer(self, scope: Any, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        status = 0
        is_api = scope["path"] == API or scope["path"].startswith(API + "/")
        traceparent = tracing.start(_header(scope, b"traceparent")).encode()
        added = [
            *(self._headers.api if is_api else self._added_to(scope["path"])),
            (b"traceparent", traceparent),
        ]

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *_beside(message["headers"], added)]
            await send(message)

        app = self._api if is_api else self._web
        try:
            if scope["method"] == "HEAD":
                await _head(app, scope, receive, send_with_headers)
            else:
                await app(scope, receive, send_with_headers)
        finally:
            log.get().info(
                "request",
                method=scope["method"],
                route=scope.get("path_template", "web"),
                status=status,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )

    def _added_to(self, path: str) -> Pairs:
        return self._headers.framed if path.startswith(FRAMES) else self._headers.web


def _beside(own: Any, added: Pairs) -> Pairs:
    """Less how long it is kept, where the answer says that itself."""
    says = any(name == CACHING for name, _ in own)
    return [each for each in added if not (says and each[0] == CACHING)]


async def _head(app: ASGIApp, scope: Any, receive: Receive, send: Send) -> None:
    """Answer as to a GET, without the body (RFC 9110, 9.3.2), even where that never ends."""

    async def send_start(message: Message) -> None:
        if message["type"] == "http.response.start":
            await send(message)
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    get: Any = scope | {"method": "GET"}
    await app(get, receive, send_start)
    scope["path_template"] = get.get("path_template", "web")


def _header(scope: Any, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")
