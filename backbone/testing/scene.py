"""A firm of one test alone at a service on a real database, with a clock that the test turns."""

import datetime
import functools
import uuid
from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from backbone.calls import answering
from backbone.postgres import database
from backbone.runtime import State
from backbone.service import Service
from backbone.settings import ServiceSettings
from contracts import ids
from contracts.calls.call import A, Call
from contracts.calls.caller import Caller, CallerPerson
from contracts.events import Event, decode
from contracts.events.envelope import in_form

E = TypeVar("E", bound=Event)
NOWHERE = ServiceSettings(amqp_url="amqp://nowhere/", database_url="postgresql://nowhere/")


class Scene:
    """Each event and each call is a transaction of its own, as in the running service.

    `now`: what the service takes the time to be, the real one until it is set: then time passes
    as the test wants it.
    """

    Service: ClassVar[type[Service]]

    def __init__(
        self,
        sessions: sessionmaker[Session],
        firm_id: str = "",
        settings: ServiceSettings = NOWHERE,
    ) -> None:
        self.sessions = sessions
        self.firm_id = firm_id or f"firm-{uuid.uuid4().hex[:12]}"
        self.now = datetime.datetime.now(datetime.UTC)
        self.service = self.Service()
        reading = _reading(sessions.kw["bind"])
        self.service.runtime = State(
            settings, sessions, reading, event_slots=None, clock=lambda: self.now
        )

    def tell(self, event: Event, at: datetime.datetime | None = None) -> None:
        """The event of the time `at` reaches the service; raises what the functions raise.

        It comes through the door, as all events do.
        """
        event = in_form(event)
        with self.service.transaction() as session:
            self.service.hear(session, event, firm_id=self.firm_id, at=at)

    def tell_together(self, events: Sequence[Event]) -> None:
        """They reach the service in one transaction, all heard by the same functions."""
        with self.service.transaction() as session:
            self.service.hear(session, *map(in_form, events), firm_id=self.firm_id)

    def ask(self, call: Call[A]) -> A:
        """What the service answers; raises its DomainError."""
        answered: A = answering.perform(self.service, self.service.answered()[call.method], call)
        return answered

    def person(self, contact: str) -> uuid.UUID:
        return ids.person_id(self.firm_id, contact)

    def caller(self, *contacts: str) -> Caller:
        """An account that is these persons."""
        persons = [CallerPerson(person_id=self.person(c), firm_id=self.firm_id) for c in contacts]
        return Caller(account_id=uuid.uuid4(), persons=persons)

    def published(self, kind: type[E]) -> list[E]:
        """The firm's outgoing events of one kind, in order."""
        query = sa.text(
            "SELECT exchange, body FROM outbox WHERE routing_key LIKE :firm || '.%' ORDER BY id"
        )
        rows: list[Any]
        with self.sessions() as session:
            rows = list(session.execute(query, {"firm": self.firm_id}))
        events = [decode(row.body, row.exchange)[1] for row in rows]
        return [event for event in events if isinstance(event, kind)]


@functools.cache
def _reading(engine: sa.Engine) -> sessionmaker[Session]:
    return database.sessions(database.engine_for(engine.url, reading=True))
