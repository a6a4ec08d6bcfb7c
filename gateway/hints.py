"""What the broker says of new facts and ended sessions, for the live streams of this process."""

import asyncio
import contextlib
import uuid
from typing import Any

import aiormq
import msgspec

from backbone import log
from backbone.amqp import broker
from backbone.outbox.confirming import TROUBLE
from contracts import events, topology
from contracts.errors import EventRefused
from contracts.events.facts import About, MatterFact
from contracts.events.sessions import SessionChanged, SessionRevoked
from gateway.live import Live
from gateway.session import Sessions

FACTS = [kind for kind in events.event_types() if issubclass(kind, MatterFact)]
HEARD = [*FACTS, SessionRevoked, SessionChanged]
OPEN_WITHIN = 5.0  # seconds
CLOSE_WITHIN = 2.0
HEARTBEAT = 10  # seconds; a broker that is silent for twice as long counts as gone
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0  # seconds between tries to reach the broker


class Hint(msgspec.Struct, frozen=True, kw_only=True):
    """In which matter something changed, and what it is about; not how."""

    matter_id: uuid.UUID
    about: About


class Hints:
    """`start()` it, and it listens on a queue of its own until `close()`; reconnects by itself."""

    def __init__(self, amqp_url: str, live: Live, sessions: Sessions) -> None:
        self._amqp_url = amqp_url
        self._live = live
        self._sessions = sessions
        self._task: asyncio.Task[None] | None = None
        self.connected = False

    def start(self) -> None:
        self._task = asyncio.create_task(self._listen_for_good())

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _listen_for_good(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                connection, channel = await self._open()
                pause = FIRST_PAUSE
                await self._until_broken(connection, channel)
            except TROUBLE as error:
                log.get().warning("no hints: broker away", error=type(error).__name__)
            except Exception as error:  # else a mistake of ours would end the hints for good
                log.get().error("no hints", exc_info=error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _open(self) -> tuple[Any, Any]:
        async with asyncio.timeout(OPEN_WITHIN):
            connection = await aiormq.connect(f"{self._amqp_url}?heartbeat={HEARTBEAT}")
            try:
                channel = await connection.channel(publisher_confirms=False)
                await self._consume(channel)
            except BaseException:
                await _close(connection)
                raise
        return connection, channel

    async def _consume(self, channel: Any) -> None:
        """A queue of this process alone: it goes when we go, and nothing is kept for us."""
        await broker.declare_exchanges_async(channel)
        queue = (await channel.queue_declare(exclusive=True, auto_delete=True)).queue
        for kind in HEARD:
            await channel.queue_bind(queue, kind.exchange, topology.any_firm(kind.type))
        await channel.basic_consume(queue, self._on_event, no_ack=True)

    async def _until_broken(self, connection: Any, channel: Any) -> None:
        # From here on we hear everything; what came before may have passed us by.
        self.connected = True
        self._sessions.forget_all()
        self._live.resync()
        try:
            await asyncio.wait(
                [connection.closing, channel.closing], return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            self.connected = False
            await _close(connection)

    async def _on_event(self, message: Any) -> None:
        try:
            _, event = events.decode(message.body, message.exchange)
        except EventRefused:
            log.get().warning("event not understood", event_type=message.routing_key)
            return
        match event:
            case MatterFact():
                hint = Hint(matter_id=event.matter_id, about=event.about())
                self._live.tell(event.audience, event.type, hint)
            case SessionRevoked() | SessionChanged():
                self._sessions.forget(event.session_ids)
                # The stream of a changed session comes back at once, and then hears what it may.
                self._live.end(event.session_ids)


async def _close(connection: Any) -> None:
    # A polite close waits for a broker that may not be answering.
    with contextlib.suppress(*TROUBLE):
        async with asyncio.timeout(CLOSE_WITHIN):
            await connection.close()
