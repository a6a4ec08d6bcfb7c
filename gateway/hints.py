"""What the broker says of new facts and ended sessions, for the live streams of this process."""

import uuid
from typing import Any

import msgspec

from backbone import log
from backbone.amqp.lasting import Channel, Lasting
from contracts import events, topology
from contracts.errors import EventRefused
from contracts.events.facts import About, MatterFact
from contracts.events.sessions import SessionChanged, SessionRevoked
from gateway.live import Live
from gateway.session import Sessions

FACTS = [kind for kind in events.event_types() if issubclass(kind, MatterFact)]
HEARD: list[type[events.Event]] = [*FACTS, SessionRevoked, SessionChanged]


class Hint(msgspec.Struct, frozen=True, kw_only=True):
    """In which matter something changed, and what it is about; not how."""

    matter_id: uuid.UUID
    about: About


class Hints(Lasting):
    """Listens on a queue of this process alone."""

    open_within = 5.0
    longest_pause = 2.0
    channel_is = {"publisher_confirms": False}

    def __init__(self, amqp_url: str, live: Live, sessions: Sessions) -> None:
        super().__init__(amqp_url)
        self._live = live
        self._sessions = sessions

    async def prepare(self, channel: Channel) -> None:
        """The queue goes when we go, and nothing is kept for us."""
        queue = (await channel.queue_declare(exclusive=True, auto_delete=True)).queue
        for kind in HEARD:
            await channel.queue_bind(queue, kind.exchange, topology.any_firm(kind.type))
        await channel.basic_consume(queue, self._on_event, no_ack=True)
        # From here on we hear everything; what came before may have passed us by.
        self._sessions.forget_all()
        self._live.resync()

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
