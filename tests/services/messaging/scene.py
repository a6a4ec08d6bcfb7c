"""A firm of one test alone: it publishes events, and its people read and write."""

import datetime
import uuid
from typing import Any

import sqlalchemy as sa

from contracts import ids
from contracts.calls import comments
from contracts.calls import message_changes as changes
from contracts.calls import messaging as calls
from contracts.events.documents import DocumentChanged
from contracts.events.messages import MessagePosted, PostedAbout
from contracts.events.persons import Person
from roster.testing import START, RosterScene
from services.messaging.models import Conversation
from services.messaging.service import MessagingService


class Scene(RosterScene):
    Service = MessagingService

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
        reply_to: str = "",
        about: PostedAbout | None = None,
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
                reply_to=reply_to,
                about=about,
            ),
            at,
        )

    def hear_of(self, ref: str = "D-1", *, matter: str = "M-1", **more: Any) -> uuid.UUID:
        """Files tells of a document of the firm's."""
        facts: dict[str, Any] = {
            "document_id": ids.document_id(self.firm_id, ref),
            "state": "ready",
        }
        facts |= {"change": 2, "version": 1, "name": "Lease.pdf", "shared_at": START, **more}
        self.tell(
            DocumentChanged(
                matter_id=ids.matter_id(self.firm_id, matter),
                matter_ref=matter,
                audience=[],
                document_ref=ref,
                origin="firm",
                author=Person(person_id=ids.new_id(), contact_ref="hollis", name="Hollis"),
                size=10,
                media_type="application/pdf",
                at=START,
                **facts,
            )
        )
        return uuid.UUID(str(facts["document_id"]))

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
        version: int | None = None,
        reply_to: uuid.UUID | None = None,
        about: calls.AboutDocument | None = None,
    ) -> calls.Message:
        """`version`: of the audience that they were shown; the one of now when not given."""
        call = calls.SendMessage(
            caller=self.caller(contact),
            conversation_id=self.conversation(matter, ref),
            message_id=id or ids.new_id(),
            body=body,
            audience_version=self.version(matter) if version is None else version,
            reply_to=reply_to,
            about=about,
        )
        return self.ask(call)

    def comments(self, contact: str, document: uuid.UUID, **more: Any) -> comments.CommentPage:
        """All that is said of a document, as they see it."""
        call = comments.ListComments(caller=self.caller(contact), document_id=document, **more)
        return self.ask(call)

    def version(self, matter: str = "M-1") -> int:
        """Which version the audience of the matter has now."""
        of_matter = Conversation.matter_id == ids.matter_id(self.firm_id, matter)
        with self.sessions() as session:
            return (
                session.scalar(
                    sa.select(sa.func.max(Conversation.audience_version)).where(of_matter)
                )
                or 0
            )

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

    def of(self, call: type[Any], contact: str, message: uuid.UUID, **more: Any) -> Any:
        """A call about a message of the matter's main conversation."""
        matter = more.pop("matter", "M-1")
        return self.ask(
            call(
                caller=self.caller(contact),
                conversation_id=self.conversation(matter),
                message_id=message,
                **more,
            )
        )

    def edit(
        self, contact: str, message: uuid.UUID, body: str, *, revision: int = 1, **more: Any
    ) -> calls.Message:
        given = {"audience_version": self.version(), **more}
        shown: calls.Message = self.of(
            changes.EditMessage, contact, message, body=body, revision=revision, **given
        )
        return shown

    def withdraw(self, contact: str, message: uuid.UUID, **more: Any) -> calls.Message:
        shown: calls.Message = self.of(changes.WithdrawMessage, contact, message, **more)
        return shown

    def pin(self, contact: str, message: uuid.UUID, **more: Any) -> calls.Message:
        shown: calls.Message = self.of(changes.PinMessage, contact, message, **more)
        return shown

    def unpin(self, contact: str, message: uuid.UUID, **more: Any) -> calls.Message:
        shown: calls.Message = self.of(changes.UnpinMessage, contact, message, **more)
        return shown

    def pinned(self, contact: str = "ana", **more: Any) -> changes.PinPage:
        call = changes.ListPins(
            caller=self.caller(contact), conversation_id=self.conversation(), **more
        )
        return self.ask(call)

    def details(self, contact: str, message: uuid.UUID, **more: Any) -> changes.MessageDetails:
        found: changes.MessageDetails = self.of(changes.GetMessage, contact, message, **more)
        return found

    def changed(self, contact: str = "ana", after: int = 0, **more: Any) -> changes.ChangedMessages:
        call = changes.ListChangedMessages(
            caller=self.caller(contact), conversation_id=self.conversation(), after=after, **more
        )
        return self.ask(call)

    def search(self, q: str, *contacts: str, **more: Any) -> calls.FoundMessages:
        return self.ask(
            calls.SearchMessages(caller=self.caller(*(contacts or ("ana",))), q=q, **more)
        )

    def found(self, q: str, *contacts: str, **more: Any) -> list[str]:
        """The snippets of the messages that are found, the newest first."""
        found = self.search(q, *contacts, **more).items
        return ["".join(piece.text for piece in each.snippet) for each in found]

    def found_names(self, q: str, *contacts: str, **more: Any) -> list[str]:
        """Title and subject line of the conversations that are found, those looked for in [ ]."""
        call = calls.SearchConversations(caller=self.caller(*(contacts or ("ana",))), q=q, **more)
        named = [(*each.title, *each.number, *each.subject) for each in self.ask(call).items]
        return ["".join(f"[{p.text}]" if p.found else p.text for p in name) for name in named]

    def see(self, contact: str, message: uuid.UUID, revision: int) -> changes.RevisionSeen:
        seen: changes.RevisionSeen = self.of(
            changes.SeeRevision, contact, message, revision=revision
        )
        return seen
