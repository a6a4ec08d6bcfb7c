"""What a client waits for: sending a message, reading the last fifty, hearing of a new one."""

import asyncio
import contextlib
import functools
import json
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from bench.http import Connection
from bench.load import CLIENTS, Figures, Used, beside, figures, measure
from bench.people import Member
from contracts import ids

_BODY = {"body": "Thank you. I will bring the signed lease to your office on Monday. " * 3}
_PROBES = 150
_HEARD_WITHIN = 10.0

Doing = Callable[[Connection, Member], Awaitable[None]]


async def send(url: str, members: Sequence[Member], used: Used) -> dict[int, Figures]:
    """Messages sent, by the number of clients; the answer comes after the durable commit."""
    return {clients: await _by(url, members, clients, _send, used) for clients in CLIENTS}


async def read(url: str, members: Sequence[Member], used: Used) -> dict[int, Figures]:
    """The last 50 messages of a conversation, by the number of clients."""
    return {clients: await _by(url, members, clients, _read, used) for clients in CLIENTS}


async def delivery(
    url: str, sender: Member, listener: Member, others: Sequence[Member] = ()
) -> Figures:
    """From the start of a send to the hint in another client's live stream.

    `others` send meanwhile, as fast as they can.
    """
    async with _connections(url, others) as busy, _connections(url, [sender]) as (own,):
        heard = await Stream.to(url)
        heard.listen(listener)
        async with beside([functools.partial(_send, *each) for each in busy]):
            started = time.perf_counter()
            took = [await _delivered(own, heard) for _ in range(_PROBES)]
            elapsed = time.perf_counter() - started
        heard.close()
    return figures(took, elapsed)


class Stream(Connection):
    """A live stream (server-sent events); remembers when it heard of which message."""

    def listen(self, member: Member) -> None:
        self._heard: dict[str, asyncio.Future[float]] = {}
        head = "".join(f"{name}: {value}\r\n" for name, value in member.headers.items())
        self._transport.write(f"GET /v1/live HTTP/1.1\r\nHost: {self.host}\r\n{head}\r\n".encode())

    def hears(self, message_id: str) -> "asyncio.Future[float]":
        """When the hint at this message came (time.perf_counter)."""
        if message_id not in self._heard:
            self._heard[message_id] = asyncio.get_running_loop().create_future()
        return self._heard[message_id]

    def on_body(self, body: bytes) -> None:
        for found in re.finditer(rb'"message_id":"([^"]+)"', body):
            future = self.hears(found.group(1).decode())
            if not future.done():
                future.set_result(time.perf_counter())


async def _delivered(own: tuple[Connection, Member], stream: Stream) -> float:
    message_id = str(ids.new_id())
    started = time.perf_counter()
    await _send(*own, message_id)
    async with asyncio.timeout(_HEARD_WITHIN):
        return await stream.hears(message_id) - started


async def _by(url: str, members: Sequence[Member], clients: int, do: Doing, used: Used) -> Figures:
    spread = [members[number % len(members)] for number in range(clients)]
    async with _connections(url, spread) as opened:
        return await measure([functools.partial(do, *each) for each in opened], used)


async def _send(connection: Connection, member: Member, message_id: str = "") -> None:
    headers = member.headers | {
        "Content-Type": "application/json",
        "Idempotency-Key": message_id or str(ids.new_id()),
    }
    path = f"/v1/conversations/{member.conversation_id}/messages"
    status, answer = await connection.request("POST", path, headers, json.dumps(_BODY).encode())
    assert status == 201, answer


async def _read(connection: Connection, member: Member) -> None:
    path = f"/v1/conversations/{member.conversation_id}/messages?limit=50"
    status, answer = await connection.request("GET", path, member.headers)
    assert status == 200, answer


@contextlib.asynccontextmanager
async def _connections(
    url: str, members: Sequence[Member]
) -> AsyncIterator[list[tuple[Connection, Member]]]:
    opened = [(await Connection.to(url), member) for member in members]
    try:
        yield opened
    finally:
        for connection, _ in opened:
            connection.close()
