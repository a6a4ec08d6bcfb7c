"""One client's connection: whoever begins a request finishes it, and takes the answer, in time.

Uvicorn ends only what is idle between two requests. Half a request, none at all, or an answer that
nobody reads would keep a connection open for ever, signed in or not.
"""

import asyncio
import os
from http import HTTPStatus

import msgspec
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from gateway.headers import headers
from gateway.problem import MEDIA_TYPE, members

# Seconds from a request's first byte to its last, until a first request begins, and in which a
# client takes at least some of what waits for it.
PATIENCE = float(os.environ.get("REDWELL_PATIENCE", "20"))
LONGEST_HEAD = 64 * 1024  # bytes of request line and headers


class Connection(HttpToolsProtocol):
    """Uvicorn's, with an end to what others leave open."""

    _coming: asyncio.TimerHandle | None = None  # a request
    _going: asyncio.TimerHandle | None = None  # more than the client takes at once
    _head: int | None = None  # bytes of it, while it is coming

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._coming = self.loop.call_later(PATIENCE, transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        _cancel(self._coming)
        _cancel(self._going)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._head is not None:
            self._head += len(data)
            if self._head > LONGEST_HEAD:
                self._refuse(
                    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are too long."
                )

    def on_message_begin(self) -> None:
        super().on_message_begin()
        _cancel(self._coming)
        self._head = 0
        self._coming = self.loop.call_later(PATIENCE, self._too_slow)

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._head = None

    def on_message_complete(self) -> None:
        _cancel(self._coming)
        super().on_message_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._wait_for_taking()

    def resume_writing(self) -> None:
        _cancel(self._going)
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """The answer to what is no HTTP."""
        self._refuse(HTTPStatus.BAD_REQUEST, msg)

    def _too_slow(self) -> None:
        self._refuse(HTTPStatus.REQUEST_TIMEOUT, "The request took too long to arrive.")

    def _wait_for_taking(self) -> None:
        left = self.transport.get_write_buffer_size()
        self._going = self.loop.call_later(PATIENCE, self._taken_since, left)

    def _taken_since(self, before: int) -> None:
        if self.transport.get_write_buffer_size() < before:
            self._wait_for_taking()
        else:
            self.transport.abort()

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        """End the connection, and say why where no answer is under way (RFC 9110, 15.5.9)."""
        if not self._is_answering():
            self.transport.write(_problem(status, why))
        self.transport.close()

    def _is_answering(self) -> bool:
        """While a head is coming, `cycle` is still that of the request before."""
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is None:
            return False
        return cycle.response_started if self._head is None else not cycle.response_complete


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()


def _problem(status: HTTPStatus, why: str) -> bytes:
    body = msgspec.json.encode(members(status, status.name.lower(), why, {}))
    pairs = [
        *headers(https=False).api,
        (b"content-type", MEDIA_TYPE.encode()),
        (b"content-length", b"%d" % len(body)),
        (b"connection", b"close"),
    ]
    lines = [b"%b: %b\r\n" % pair for pair in pairs]
    return b"".join([STATUS_LINE[status], *lines, b"\r\n", body])
