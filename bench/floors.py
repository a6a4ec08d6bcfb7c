"""What cannot be beaten: a call that does nothing, and one durable insert."""

import asyncio
import contextlib
import functools
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator

import psycopg

from bench.empty_call import Echo
from bench.load import CLIENTS, Figures, measure
from contracts.errors import Unavailable
from gateway.rpc import RpcClient

_STARTS_WITHIN = 30.0


async def calls(amqp_url: str, database_url: str) -> dict[int, Figures]:
    """An echo through the gateway's own client, by the number of callers."""
    rpc = RpcClient(amqp_url)
    await rpc.start()
    try:
        with _echo_service(amqp_url, database_url):
            await _answering(rpc)
            echo = functools.partial(rpc.call, Echo(text="x" * 200))
            return {clients: await measure([echo] * clients) for clients in CLIENTS}
    finally:
        await rpc.close()


async def inserts(database_url: str) -> dict[int, Figures]:
    """One row of 200 characters in a transaction of its own, committed to the disk."""
    async with _table(database_url):
        return {clients: await _inserts(database_url, clients) for clients in CLIENTS}


async def _inserts(database_url: str, clients: int) -> Figures:
    async with contextlib.AsyncExitStack() as stack:
        opened = [
            await stack.enter_async_context(await _connected(database_url)) for _ in range(clients)
        ]
        insert = "INSERT INTO bench_floor (body) VALUES (%s)"
        return await measure(
            [functools.partial(each.execute, insert, ["x" * 200]) for each in opened]
        )


async def _connected(database_url: str) -> "psycopg.AsyncConnection[object]":
    return await psycopg.AsyncConnection.connect(database_url, autocommit=True)


@contextlib.asynccontextmanager
async def _table(database_url: str) -> AsyncIterator[None]:
    columns = "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL"
    async with await _connected(database_url) as connection:
        await connection.execute(f"CREATE TABLE bench_floor ({columns})")
        try:
            yield
        finally:
            await connection.execute("DROP TABLE bench_floor")


@contextlib.contextmanager
def _echo_service(amqp_url: str, database_url: str) -> Iterator[None]:
    own = {"REDWELL_AMQP_URL": amqp_url, "REDWELL_DATABASE_URL": database_url}
    process = subprocess.Popen(
        [sys.executable, "-m", "backbone.run", "bench.echo"],
        env={**os.environ, **own, "REDWELL_LOG_LEVEL": "WARNING"},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


async def _answering(rpc: RpcClient) -> None:
    async with asyncio.timeout(_STARTS_WITHIN):
        while True:
            with contextlib.suppress(Unavailable):
                await rpc.call(Echo(text=""), deadline=1.0)
                return
            await asyncio.sleep(0.1)
