"""Publishes what stands in the outboxes: `python -m backbone.outbox.relay`.

One task per database. Several relays may run: an advisory lock lets one of them serve a database,
the others stand by. A row goes away only after the broker has confirmed its message, so an event
may be sent twice but never not at all. Every wait has an end, as a broker that is stopped or short
of memory says nothing.
"""

import asyncio
import signal

import msgspec
import psycopg
import uvloop
from psycopg import sql
from psycopg.rows import class_row

from backbone import log, settings
from backbone.amqp.lasting import TROUBLE, Pause
from backbone.outbox import writing
from backbone.outbox.confirming import Confirming, Outcome, OutgoingEvent, confirming
from backbone.settings import AmqpUrl, DatabaseUrl, LogLevel

_LOCK = 7222
_BATCH = 200
_WITHIN = 15.0  # for one exchange with a database
_LONGEST_PAUSE = 5.0
_OPTIONS = "-c statement_timeout=10000 -c lock_timeout=5000"

_DUE = """
    SELECT id, exchange, routing_key, event_id::text, body, traceparent FROM outbox
    WHERE held_until IS NULL OR held_until < now() ORDER BY id LIMIT %s
"""
_SENT = "DELETE FROM outbox WHERE id = ANY(%s)"
_HELD = "UPDATE outbox SET held_until = now() + interval '1 minute', reason = %s WHERE id = ANY(%s)"

Database = psycopg.AsyncConnection[tuple[object, ...]]


class RelaySettings(msgspec.Struct, frozen=True, kw_only=True):
    """`poll`: seconds after which it looks without having been notified."""

    amqp_url: AmqpUrl
    databases: list[DatabaseUrl]
    log_level: LogLevel = "INFO"
    poll: float = 5.0


async def main(loaded: RelaySettings) -> None:
    """Relay all databases until SIGTERM or SIGINT.

    What nobody foresaw ends the whole process, to be started again: better than one silent task.
    """
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(relay(url, loaded)) for url in loaded.databases]
        for end in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(end, _cancel, tasks)


def _cancel(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()


async def relay(database_url: str, loaded: RelaySettings) -> None:
    """Relay one database for ever; whatever breaks is opened again, with growing pauses."""
    name = psycopg.conninfo.conninfo_to_dict(database_url)["dbname"]
    pause = Pause(_LONGEST_PAUSE)
    while True:
        try:
            async with (
                await _connect(database_url) as database,
                confirming(loaded.amqp_url) as broker,
            ):
                await _become_the_one(database)
                log.get().info("relaying", database=name)
                pause.begin_anew()
                await _serve(database, broker, loaded.poll)
        except (psycopg.Error, *TROUBLE) as error:
            told = {"database": name, "pause": pause.seconds, **log.cause(error)}
            log.get().warning("relay interrupted", **told)
        await pause.over()


async def forward(database: Database, broker: Confirming) -> int:
    """Send what is due, oldest first, and forget what was confirmed; returns how many were due."""
    due = await _due(database)
    if not due:
        return 0
    outcome = await broker.send(due)
    await _settle(database, outcome)
    if outcome.trouble:
        raise outcome.trouble
    return len(due)


async def _connect(url: str) -> Database:
    async with asyncio.timeout(_WITHIN):
        return await psycopg.AsyncConnection.connect(
            url, autocommit=True, connect_timeout=5, options=_OPTIONS, tcp_user_timeout=15_000
        )


async def _become_the_one(database: Database) -> None:
    """Wait for this database's lock; it goes with the connection of whoever holds it."""
    while True:
        async with asyncio.timeout(_WITHIN):
            row = await (
                await database.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
            ).fetchone()
        if row and row[0]:
            return
        await asyncio.sleep(1)


async def _serve(database: Database, broker: Confirming, poll: float) -> None:
    async with asyncio.timeout(_WITHIN):
        await database.execute(sql.SQL("LISTEN {}").format(sql.Identifier(writing.CHANNEL)))
    while True:
        if not await forward(database, broker):
            await _woken(database, poll)


async def _woken(database: Database, poll: float) -> None:
    """Return at a notification, or when it is time to look without one: it may have been lost."""
    async with asyncio.timeout(poll + _WITHIN):
        async for _ in database.notifies(timeout=poll, stop_after=1):
            pass


async def _due(database: Database) -> list[OutgoingEvent]:
    rows = class_row(OutgoingEvent)
    async with asyncio.timeout(_WITHIN), database.cursor(row_factory=rows) as cursor:
        await cursor.execute(_DUE, [_BATCH])
        return await cursor.fetchall()


async def _settle(database: Database, outcome: Outcome) -> None:
    async with asyncio.timeout(_WITHIN):
        if outcome.sent:
            await database.execute(_SENT, [outcome.sent])
        for reason in set(outcome.refused.values()):
            rows = [row for row, why in outcome.refused.items() if why == reason]
            await database.execute(_HELD, [reason, rows])
            log.get().warning("events held", rows=rows, reason=reason)


if __name__ == "__main__":
    loaded = settings.load(RelaySettings)
    log.configure("relay", loaded.log_level)
    uvloop.run(main(loaded))
