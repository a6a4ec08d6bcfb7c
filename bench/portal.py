"""What a client waits for: sending a message, reading the last fifty, hearing of a new one."""

import asyncio
import contextlib
import dataclasses
import functools
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from bench.http import Connection
from bench.load import CLIENTS, Figures, Meter, beside, figures, measure
from bench.people import Client
from contracts import ids

_BODY = "Thank you. I will bring the signed lease to your office on Monday. " * 3
_PROBES = 150
_HEARD_WITHIN = 10.0

Doing = Callable[[Connection, Client], Awaitable[None]]


async def send(url: str, clients: Sequence[Client], meter: Meter) -> dict[int, Figures]:
    """Messages sent, by the number of clients; the answer comes after the durable commit."""
    return {number: await by(url, clients, number, send_once, meter) for number in CLIENTS}


async def read(url: str, clients: Sequence[Client], meter: Meter) -> dict[int, Figures]:
    """The last 50 messages of a conversation, by the number of clients."""
    return {number: await by(url, clients, number, read_once, meter) for number in CLIENTS}


async def delivery(
    url: str, sender: Client, listener: Client, others: Sequence[Client] = ()
) -> Figures:
    """From the start of a send to the hint in another client's live stream.

    `others` send meanwhile, as fast as they can.
    """
    async with _connections(url, others) as busy, _connections(url, [sender]) as (own,):
        heard = await Stream.to(url)
        await heard.listen(listener)
        async with beside([functools.partial(send_once, *each) for each in busy]):
            started = time.perf_counter()
            took = [await _delivered(own, heard) for _ in range(_PROBES)]
            elapsed = time.perf_counter() - started
        heard.close()
    return figures(took, elapsed)


class Stream(Connection):
    """A live stream (server-sent events); remembers when it heard of a message."""

    async def listen(self, client: Client) -> None:
        """Returns once the portal has begun to tell: what comes before that is not heard."""
        self.begun = asyncio.Event()
        self.heard: asyncio.Queue[float] = asyncio.Queue()  # time.perf_counter
        head = "".join(f"{name}: {value}\r\n" for name, value in client.headers.items())
        self._transport.write(f"GET /v1/live HTTP/1.1\r\nHost: {self.host}\r\n{head}\r\n".encode())
        async with asyncio.timeout(_HEARD_WITHIN):
            await self.begun.wait()

    def on_body(self, body: bytes) -> None:
        if b"event: resync\n" in body:
            self.begun.set()
        for _ in range(body.count(b"event: message.sent\n")):
            self.heard.put_nowait(time.perf_counter())


async def _delivered(own: tuple[Connection, Client], stream: Stream) -> float:
    """Nobody else writes in the conversation that the listener is in."""
    started = time.perf_counter()
    await send_once(*own)
    async with asyncio.timeout(_HEARD_WITHIN):
        return await stream.heard.get() - started


async def by(url: str, clients: Sequence[Client], number: int, do: Doing, meter: Meter) -> Figures:
    """`number` connections at once, shared out among the clients."""
    spread = [clients[each % len(clients)] for each in range(number)]
    async with _connections(url, spread) as opened:
        return await measure([functools.partial(do, *each) for each in opened], meter)


async def send_once(connection: Connection, client: Client) -> None:
    headers = client.headers | {
        "Content-Type": "application/json",
        "Idempotency-Key": str(ids.new_id()),
    }
    path = f"/v1/conversations/{client.conversation_id}/messages"
    sent = {"body": _BODY, "audience_version": client.audience_version}
    status, answer = await connection.request("POST", path, headers, json.dumps(sent).encode())
    assert status == 201, answer


async def read_once(connection: Connection, client: Client) -> None:
    await get(connection, client, f"/v1/conversations/{client.conversation_id}/messages?limit=50")


async def list_once(connection: Connection, client: Client) -> None:
    await get(connection, client, "/v1/conversations")


async def get(connection: Connection, client: Client, path: str) -> None:
    """What is there, whatever it is."""
    status, answer = await connection.request("GET", path, client.headers)
    assert status == 200, answer


@contextlib.asynccontextmanager
async def _connections(
    url: str, clients: Sequence[Client]
) -> AsyncIterator[list[tuple[Connection, Client]]]:
    opened = [await _looking(url, client) for client in clients]
    try:
        yield opened
    finally:
        for connection, _ in opened:
            connection.close()


async def _looking(url: str, client: Client) -> tuple[Connection, Client]:
    """The client with the conversation on the screen."""
    connection = await Connection.to(url)
    path = f"/v1/conversations/{client.conversation_id}"
    status, answer = await connection.request("GET", path, client.headers)
    assert status == 200, answer
    version = json.loads(answer)["audience_version"]
    return connection, dataclasses.replace(client, audience_version=version)
