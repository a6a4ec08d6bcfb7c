"""What a service is made of: subclass `Service` and mark methods with rpc, subscribe and every."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from backbone import answering, events, inbox, parking
from backbone.answering import Request, rpc
from backbone.arrival import Arrival, Delivery
from backbone.calls import Calls
from backbone.events import Inbox, subscribe
from backbone.runtime import Runtime, State
from backbone.schedule import every
from backbone.settings import ServiceSettings
from contracts.calls.operations import (
    CheckHealth,
    Health,
    ListParked,
    ParkedEvent,
    ParkedPage,
    Replayed,
    ReplayParked,
    ShowParked,
)

__all__ = ["Delivery", "Service", "every", "rpc", "subscribe"]

_VERSION = metadata.version("redwell")


class Service:
    """One microservice. An instance serves one call, event or turn of the clock."""

    name: ClassVar[str]
    Settings: ClassVar[type[ServiceSettings]] = ServiceSettings
    runtime: State = Runtime()  # nameko puts the State in its place

    @property
    def settings(self) -> Any:
        """The service's own `Settings`, read once at the start."""
        return self.runtime.settings

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits at the end of the block, and rolls back when it raises."""
        with self.runtime.sessions.begin() as session:
            yield session

    @rpc
    def check_health(self, session: Session, call: CheckHealth) -> Health:
        session.execute(sa.text("SELECT 1"))
        return Health(service=self.name, version=_VERSION)

    @rpc
    def list_parked(self, session: Session, call: ListParked) -> ParkedPage:
        return parking.list_parked(session, self.name, call)

    @rpc
    def show_parked(self, session: Session, call: ShowParked) -> ParkedEvent:
        return parking.show_parked(session, self.name, call.parked_id)

    @rpc
    def replay_parked(self, session: Session, call: ReplayParked) -> Replayed:
        return parking.replay_parked(session, events.handlers_of(self), call.parked_id)

    @Calls.decorator  # type: ignore[untyped-decorator]
    def answer_call(self, request: Request) -> bytes:
        return answering.answer(self, request)

    @Inbox.decorator  # type: ignore[untyped-decorator]
    def take_event(self, arrival: Arrival) -> None:
        events.take(self, arrival)

    @every(0.5)
    def retry_waiting_events(self) -> None:
        handlers = events.handlers_of(self)
        more = True
        while more and not self.runtime.stopping:
            with self.transaction() as session:
                more = inbox.retry_due(session, handlers)

    @every(60)
    def forget_old_events(self) -> None:
        more = True
        while more and not self.runtime.stopping:
            with self.transaction() as session:
                more = inbox.forget_old(session) > 0
