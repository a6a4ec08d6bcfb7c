"""A firm of one test alone: it publishes events, and its people look at their matters."""

import datetime
import uuid
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from backbone.events import subscriptions
from backbone.service import Delivery
from contracts import ids
from contracts.calls import matters as calls
from contracts.calls.caller import Caller, CallerPerson
from contracts.events import Event
from contracts.events.firms import FirmRegistered
from contracts.events.matters import (
    MatterClosed,
    MatterOpened,
    MatterParticipantAdded,
    MatterParticipantRemoved,
)
from services.matters.service import MattersService

START = datetime.datetime(2026, 11, 2, 9, 0, tzinfo=datetime.UTC)


def minutes(count: float) -> datetime.datetime:
    """A moment of the story, long enough ago that none lies in the future."""
    return START + datetime.timedelta(minutes=count)


class Scene:
    """Each event and each call is a transaction of its own, as in the service."""

    def __init__(self, sessions: sessionmaker[Session], firm_id: str = "") -> None:
        self.sessions = sessions
        self.firm_id = firm_id or f"firm-{uuid.uuid4().hex[:12]}"
        self.service = MattersService()

    def tell(self, event: Event, at: datetime.datetime = START) -> None:
        """The firm's event reaches the service; raises what the handler raises."""
        handler = subscriptions(MattersService)[event.exchange, event.type]
        delivery = Delivery(self.firm_id, str(uuid.uuid4()), at, event.exchange, event.type)
        with self.sessions.begin() as session:
            handler(self.service, session, event, delivery)

    def ask(self, method: str, call: Any) -> Any:
        with self.sessions.begin() as session:
            return getattr(self.service, method)(session, call)

    def register(self, name: str = "Hollis & Bray", at: datetime.datetime = START) -> None:
        self.tell(FirmRegistered(name=name), at)

    def open(
        self,
        matter: str = "M-1",
        title: str = "Estate of Ortiz",
        *,
        number: str = "26-114",
        at: datetime.datetime = START,
    ) -> None:
        self.tell(MatterOpened(matter_id=matter, title=title, number=number), at)

    def close(self, matter: str = "M-1", at: datetime.datetime = START) -> None:
        self.tell(MatterClosed(matter_id=matter), at)

    def add(
        self,
        contact: str,
        matter: str = "M-1",
        *,
        at: datetime.datetime = START,
        since: datetime.datetime | None = None,
        **more: Any,
    ) -> None:
        facts = {"name": contact.title(), "kind": "client", "role": "Client", **more}
        self.tell(
            MatterParticipantAdded(matter_id=matter, contact_id=contact, from_date=since, **facts),
            at,
        )

    def remove(self, contact: str, matter: str = "M-1", at: datetime.datetime = START) -> None:
        self.tell(MatterParticipantRemoved(matter_id=matter, contact_id=contact), at)

    def begin(self) -> None:
        """A matter with Ana, its client, and Hollis, of the firm."""
        self.register()
        self.open()
        self.add("ana")
        self.add("hollis", kind="staff", role="Attorney")

    def person(self, contact: str) -> uuid.UUID:
        return ids.person_id(self.firm_id, contact)

    def caller(self, *contacts: str) -> Caller:
        persons = [CallerPerson(person_id=self.person(c), firm_id=self.firm_id) for c in contacts]
        return Caller(account_id=uuid.uuid4(), persons=persons)

    def mine(self, *contacts: str, **more: Any) -> calls.MatterPage:
        call = calls.ListMatters(caller=self.caller(*contacts), **more)
        page: calls.MatterPage = self.ask("list_matters", call)
        return page

    def titles(self, *contacts: str, **more: Any) -> list[str]:
        return [summary.title for summary in self.mine(*contacts, **more).items]

    def get(self, contact: str = "ana", matter: str = "M-1") -> calls.Matter:
        call = calls.GetMatter(
            caller=self.caller(contact), matter_id=ids.matter_id(self.firm_id, matter)
        )
        shown: calls.Matter = self.ask("get_matter", call)
        return shown
