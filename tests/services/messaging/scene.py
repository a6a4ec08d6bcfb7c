"""A firm of one test alone: it publishes events, its people call, and its outbox is read."""

import datetime
import uuid
from typing import Any, TypeVar

from backbone.testing import scene
from contracts import ids
from contracts.calls import messaging as calls
from contracts.events import Event
from contracts.events.firms import FirmRegistered
from contracts.events.matters import (
    MatterClosed,
    MatterOpened,
    MatterParticipantAdded,
    MatterParticipantRemoved,
)
from contracts.events.messages import MessagePosted
from contracts.values import Kind
from services.messaging.service import MessagingService

T = TypeVar("T")
START = datetime.datetime(2026, 11, 2, 9, 0, tzinfo=datetime.UTC)


def minutes(count: float) -> datetime.datetime:
    """A moment of the story, long enough ago that none lies in the future."""
    return START + datetime.timedelta(minutes=count)


class Scene(scene.Scene):
    Service = MessagingService

    def tell(self, event: Event, at: datetime.datetime | None = START) -> None:
        super().tell(event, at)

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
        return self.ask(call)

    def read(
        self, contact: str = "ana", message: uuid.UUID | None = None, *, matter: str = "M-1"
    ) -> calls.ReadState:
        call = calls.MarkRead(
            caller=self.caller(contact),
            conversation_id=self.conversation(matter),
            message_id=message or ids.message_id(self.firm_id, "n-1"),
        )
        return self.ask(call)

    def page(self, contact: str = "ana", *, matter: str = "M-1", **more: Any) -> calls.MessagePage:
        call = calls.ListMessages(
            caller=self.caller(contact), conversation_id=self.conversation(matter), **more
        )
        return self.ask(call)

    def bodies(self, contact: str = "ana", **more: Any) -> list[str]:
        return [message.body for message in self.page(contact, **more).items]

    def overview(self, contact: str = "ana", **more: Any) -> calls.ConversationPage:
        call = calls.ListConversations(caller=self.caller(contact), **more)
        return self.ask(call)

    def look(self, contact: str = "ana", matter: str = "M-1", ref: str = "") -> calls.Conversation:
        call = calls.GetConversation(
            caller=self.caller(contact), conversation_id=self.conversation(matter, ref)
        )
        return self.ask(call)
