"""A firm of one test alone: it publishes events, its people call, and its outbox is read."""

import datetime
import uuid
from typing import Any, TypeVar

import sqlalchemy
from sqlalchemy.orm import Session, sessionmaker

from backbone.events import subscriptions
from backbone.service import Delivery
from contracts import ids
from contracts.calls import messaging as calls
from contracts.calls.caller import Caller, CallerPerson
from contracts.events import Event, decode
from contracts.events.firms import FirmRegistered
from contracts.events.matters import (
    MatterClosed,
    MatterOpened,
    MatterParticipantAdded,
    MatterParticipantRemoved,
)
from contracts.events.messages import MessagePosted
from contracts.topology import PORTAL
from contracts.values import Kind
from services.messaging.service import MessagingService

T = TypeVar("T")
START = datetime.datetime(2026, 11, 2, 9, 0, tzinfo=datetime.UTC)


def minutes(count: float) -> datetime.datetime:
    """A moment of the story, long enough ago that none lies in the future."""
    return START + datetime.timedelta(minutes=count)


class Scene:
    """Each event and each call is a transaction of its own, as in the service."""

    def __init__(self, sessions: sessionmaker[Session], firm_id: str = "") -> None:
        self.sessions = sessions
        self.firm_id = firm_id or f"firm-{uuid.uuid4().hex[:12]}"
        self.service = MessagingService()

    def tell(self, event: Event, at: datetime.datetime = START) -> None:
        """The firm's event reaches the service; raises what the handler raises."""
        handler = subscriptions(MessagingService)[event.exchange, event.type]
        delivery = Delivery(self.firm_id, str(uuid.uuid4()), at, event.exchange, event.type)
        with self.sessions.begin() as session:
            handler(self.service, session, event, delivery)

    def ask(self, method: str, call: Any) -> Any:
        with self.sessions.begin() as session:
            return getattr(self.service, method)(session, call)

    # What the firm says.

    def register(self, name: str = "Hollis & Bray", at: datetime.datetime = START) -> None:
        self.tell(FirmRegistered(name=name), at)

    def open(self, matter: str = "M-1", title: str = "Estate of Ortiz", at: Any = START) -> None:
        self.tell(MatterOpened(matter_id=matter, title=title, number="26-114"), at)

    def close(self, matter: str = "M-1", at: datetime.datetime = START) -> None:
        self.tell(MatterClosed(matter_id=matter), at)

    def add(
        self,
        contact: str,
        matter: str = "M-1",
        *,
        name: str = "",
        kind: Kind = "client",
        role: str = "Client",
        since: datetime.datetime | None = None,
        at: datetime.datetime = START,
    ) -> None:
        self.tell(
            MatterParticipantAdded(
                matter_id=matter,
                contact_id=contact,
                name=name or contact.title(),
                kind=kind,
                role=role,
                from_date=since,
            ),
            at,
        )

    def remove(self, contact: str, matter: str = "M-1", at: datetime.datetime = START) -> None:
        self.tell(MatterParticipantRemoved(matter_id=matter, contact_id=contact), at)

    def post(
        self,
        message: str = "n-1",
        body: str = "Dear Ana",
        *,
        matter: str = "M-1",
        author: str = "hollis",
        at: datetime.datetime = START,
        conversation: str = "",
        subject_line: str = "",
    ) -> None:
        self.tell(
            MessagePosted(
                matter_id=matter,
                message_id=message,
                author_id=author,
                body=body,
                posted_at=at,
                conversation_id=conversation,
                subject_line=subject_line,
            ),
            at,
        )

    def begin(self) -> None:
        """A matter with Ana, its client, and Hollis, of the firm."""
        self.register()
        self.open()
        self.add("ana")
        self.add("hollis", kind="staff", role="Attorney")

    # What its people do in the portal.

    def person(self, contact: str) -> uuid.UUID:
        return ids.person_id(self.firm_id, contact)

    def caller(self, *contacts: str) -> Caller:
        persons = [CallerPerson(person_id=self.person(c), firm_id=self.firm_id) for c in contacts]
        return Caller(account_id=uuid.uuid4(), persons=persons)

    def conversation(self, matter: str = "M-1", ref: str = "") -> uuid.UUID:
        return ids.conversation_id(self.firm_id, matter, ref)

    def send(
        self,
        contact: str = "ana",
        body: str = "Hello",
        *,
        id: uuid.UUID | None = None,
        matter: str = "M-1",
        ref: str = "",
    ) -> calls.Message:
        call = calls.SendMessage(
            caller=self.caller(contact),
            conversation_id=self.conversation(matter, ref),
            message_id=id or ids.new_id(),
            body=body,
        )
        sent: calls.Message = self.ask("send_message", call)
        return sent

    def read(
        self, contact: str = "ana", message: uuid.UUID | None = None, *, matter: str = "M-1"
    ) -> calls.ReadState:
        call = calls.MarkRead(
            caller=self.caller(contact),
            conversation_id=self.conversation(matter),
            message_id=message or ids.message_id(self.firm_id, "n-1"),
        )
        state: calls.ReadState = self.ask("mark_read", call)
        return state

    def page(self, contact: str = "ana", *, matter: str = "M-1", **more: Any) -> calls.MessagePage:
        call = calls.ListMessages(
            caller=self.caller(contact), conversation_id=self.conversation(matter), **more
        )
        page: calls.MessagePage = self.ask("list_messages", call)
        return page

    def bodies(self, contact: str = "ana", **more: Any) -> list[str]:
        return [message.body for message in self.page(contact, **more).items]

    def overview(self, contact: str = "ana", **more: Any) -> calls.ConversationPage:
        call = calls.ListConversations(caller=self.caller(contact), **more)
        page: calls.ConversationPage = self.ask("list_conversations", call)
        return page

    def look(self, contact: str = "ana", matter: str = "M-1", ref: str = "") -> calls.Conversation:
        call = calls.GetConversation(
            caller=self.caller(contact), conversation_id=self.conversation(matter, ref)
        )
        conversation: calls.Conversation = self.ask("get_conversation", call)
        return conversation

    # What went out.

    def published(self, kind: type[T]) -> list[T]:
        """The firm's outgoing events of one kind, in order."""
        query = sqlalchemy.text(
            "SELECT body FROM outbox WHERE routing_key LIKE :firm || '.%' ORDER BY id"
        )
        with self.sessions() as session:
            rows = session.scalars(query, {"firm": self.firm_id}).all()
        events = [decode(row, PORTAL)[1] for row in rows]
        return [event for event in events if isinstance(event, kind)]
