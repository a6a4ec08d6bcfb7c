"""A firm of one test alone: it publishes events, and its people look."""

import datetime
from typing import Any

from contracts import ids
from contracts.calls import matters as calls
from contracts.calls import todo
from contracts.events.contacts import ContactUpdated
from contracts.events.documents import DocumentChanged, DocumentReady, DocumentViewed
from contracts.events.facts import MatterFact
from contracts.events.messages import MessageRead, MessageSent
from contracts.events.persons import Person
from roster.testing import START, RosterScene
from services.matters.service import MattersService


class Scene(RosterScene):
    Service = MattersService
    service: MattersService
    renamed: dict[str, str]  # by contact, as they are called now

    def begin(self) -> None:
        super().begin()
        self.renamed = {}

    def rename(self, contact: str, name: str, at: datetime.datetime = START) -> None:
        self.renamed[contact] = name
        self.tell(ContactUpdated(contact_id=contact, name=name), at)

    def mine(self, *contacts: str, **more: Any) -> calls.MatterPage:
        call = calls.ListMatters(caller=self.caller(*contacts), **more)
        return self.ask(call)

    def titles(self, *contacts: str, **more: Any) -> list[str]:
        return [summary.title for summary in self.mine(*contacts, **more).items]

    def get(self, contact: str = "ana", matter: str = "M-1") -> calls.Matter:
        call = calls.GetMatter(
            caller=self.caller(contact), matter_id=ids.matter_id(self.firm_id, matter)
        )
        return self.ask(call)

    def sent(
        self,
        *audience: str,
        author: str = "hollis",
        position: int = 1,
        at: datetime.datetime = START,
        **more: Any,
    ) -> MessageSent:
        """A message of the matter's main conversation; its author is among those who see it."""
        return MessageSent(
            **self._in_matter(author, *audience, **more),
            conversation_id=self.conversation(more.get("matter", "M-1")),
            message_id=ids.new_id(),
            position=position,
            author=self.named(author),
            origin="firm",
            body="Please read this.",
            sent_at=at,
            subject_line=more.get("subject_line", ""),
        )

    def read(self, reader: str, position: int = 1, **more: Any) -> MessageRead:
        return MessageRead(
            **self._in_matter(reader, **more),
            conversation_id=self.conversation(more.get("matter", "M-1")),
            message_id=ids.new_id(),
            position=position,
            reader=self.named(reader),
            read_at=self.now,
        )

    def ready(self, *audience: str, document: str = "D-1", **more: Any) -> DocumentReady:
        """A document that Hollis shared was found good, in this `version`."""
        told = self._document("hollis", *audience, document=document, **more)
        return DocumentReady(**told, sha256="0" * 64, key="calder/1", scanned="clean")

    def revoked(self, *audience: str, document: str = "D-1", **more: Any) -> DocumentChanged:
        told = self._document("hollis", *audience, document=document, **more)
        return DocumentChanged(**{**told, "state": "revoked"})

    def viewed(self, reader: str, document: str = "D-1", version: int = 1) -> DocumentViewed:
        return DocumentViewed(
            **self._in_matter(reader),
            document_id=ids.document_id(self.firm_id, document),
            name="Lease.pdf",
            version=version,
            reader=self.named(reader),
            at=self.now,
        )

    def follow(self, *facts: MatterFact) -> None:
        """Each comes by itself."""
        for fact in facts:
            self.tell_together([fact])

    def todo(self, *contacts: str, **more: Any) -> todo.TodoPage:
        return self.ask(todo.ListTodo(caller=self.caller(*(contacts or ("ana",))), **more))

    def waiting(self, *contacts: str, **more: Any) -> list[str]:
        """What waits for them, or is done, by kind and title."""
        items = self.todo(*contacts, **more).items
        return [" ".join(filter(None, (item.about.kind, item.title))) for item in items]

    def count(self, *contacts: str) -> int:
        return self.ask(todo.CountTodo(caller=self.caller(*(contacts or ("ana",))))).count

    def conversation(self, matter: str = "M-1") -> Any:
        return ids.conversation_id(self.firm_id, matter)

    def named(self, contact: str) -> Person:
        name = self.renamed.get(contact, contact.title())
        return Person(person_id=self.person(contact), contact_ref=contact, name=name)

    def _in_matter(self, *audience: str, matter: str = "M-1", **_: Any) -> dict[str, Any]:
        return {
            "matter_id": ids.matter_id(self.firm_id, matter),
            "matter_ref": matter,
            "audience": [self.person(contact) for contact in dict.fromkeys(audience)],
        }

    def _document(
        self,
        *audience: str,
        document: str,
        name: str = "Lease.pdf",
        version: int = 1,
        change: int = 1,
        at: datetime.datetime = START,
        **more: Any,
    ) -> dict[str, Any]:
        return {
            **self._in_matter(*audience, **more),
            "document_id": ids.document_id(self.firm_id, document),
            "document_ref": document,
            "name": name,
            "version": version,
            "origin": "firm",
            "author": self.named("hollis"),
            "size": 1000,
            "media_type": "application/pdf",
            "state": "ready",
            "change": change,
            "at": at,
        }
