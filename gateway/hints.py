"""What the broker says of new facts and ended sessions, for the live streams of this process."""

import asyncio
import contextlib
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec

from backbone import log
from backbone.amqp.frames import Message
from backbone.amqp.lasting import TROUBLE, Channel, Lasting
from backbone.amqp.line import Line
from contracts import events, topology
from contracts.errors import EventRefused
from contracts.events.envelope import UNREADABLE
from contracts.events.facts import About, MatterNews
from contracts.events.sessions import SessionChanged, SessionRevoked
from gateway.bindings import Bindings
from gateway.live import Live
from gateway.session import Sessions

NEWS = [kind for kind in events.event_types() if issubclass(kind, MatterNews)]
OF_SESSIONS = (SessionRevoked, SessionChanged)


class Hint(msgspec.Struct, frozen=True, kw_only=True):
    """In which matter something changed, and what it is about; not how."""

    matter_id: uuid.UUID
    about: About


class Hints(Lasting):
    """Listens on a queue of this process alone."""

    open_within = 5.0
    longest_pause = 2.0

    def __init__(self, amqp_url: str, live: Live, sessions: Sessions) -> None:
        super().__init__(amqp_url)
        self._live = live
        self._sessions = sessions
        self._listeners: Counter[str] = Counter()  # by firm
        self._bindings: Bindings | None = None
        self._settling: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def hearing(self, firm_ids: Sequence[str]) -> AsyncIterator[None]:
        """Within the block all facts of these firms reach `live`, while the broker is there.

        Once it is back everyone is told to `resync`.
        """
        self._listeners.update(firm_ids)
        try:
            if self._bindings is not None and not self._bindings.hears(firm_ids):
                # Who goes away meanwhile must not interrupt it: that would close the channel.
                await asyncio.wait([self._settle(self._bindings)])
            yield
        finally:
            self._listeners -= Counter(firm_ids)
            if self._bindings is not None and not all(map(self._listeners.get, firm_ids)):
                self._settle(self._bindings)

    def _settle(self, bindings: Bindings) -> asyncio.Task[None]:
        async def settle() -> None:
            with contextlib.suppress(*TROUBLE):  # then the channel is made anew
                await bindings.settle()

        task = asyncio.create_task(settle())
        self._settling.add(task)
        task.add_done_callback(self._settling.discard)
        return task

    async def prepare(self, channel: Channel, line: Line) -> None:
        """The queue goes when we go, and nothing is kept for us."""
        queue = (await channel.queue_declare(exclusive=True, auto_delete=True)).queue
        for kind in OF_SESSIONS:
            await channel.queue_bind(queue, kind.exchange, topology.any_firm(kind.type))
        bindings = self._bindings = Bindings(channel, queue, NEWS, self._listeners)
        await bindings.settle()
        await line.consume(channel, queue)
        # From here on we hear everything; what came before may have passed us by.
        self._sessions.forget_all()
        self._live.resync()

    def lost(self) -> None:
        self._bindings = None

    def heard(self, message: Message) -> None:
        event_type = topology.event_type(message.exchange, message.routing_key)
        try:
            if told := _TOLD.get(event_type):
                fact = told.decode(message.body).data
                hint = Hint(matter_id=fact.matter_id, about=fact.about())
                self._live.tell(fact.audience, event_type, hint)
            else:
                self._on_session(events.decode(message.body, message.exchange)[1])
        except (EventRefused, *UNREADABLE):
            log.get().warning("event not understood", event_type=message.routing_key)

    def _on_session(self, event: events.Event) -> None:
        if isinstance(event, OF_SESSIONS):
            self._sessions.forget(event.session_ids)
            # The stream of a changed session comes back at once, and then hears what it may.
            self._live.end(event.session_ids)


def _told(kind: type[MatterNews]) -> msgspec.json.Decoder[Any]:
    """Reads of a fact only what `about` needs of it: a tenth of the time that a whole one takes."""
    shown = next(each for each in kind.__mro__ if "about" in vars(each))
    return msgspec.json.Decoder(msgspec.defstruct("Told", [("data", shown)]))


_TOLD = {kind.type: _told(kind) for kind in NEWS}
