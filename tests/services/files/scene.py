"""A firm of one test alone: it shares files, and its people upload and open some."""

import base64
import datetime
import hashlib
import uuid
from typing import Any

import httpx
import sqlalchemy as sa

from backbone import testing
from backbone.testing.scene import NOWHERE
from contracts import buckets, ids
from contracts.calls import files as calls
from contracts.events.documents import (
    DocumentReplaced,
    DocumentRevoked,
    DocumentShared,
    DocumentsSent,
)
from contracts.values import Refusal
from roster.testing import START, RosterScene
from services.files import limits, verdicts
from services.files.models import Document, Job, Version
from services.files.service import FilesService
from services.files.settings import FilesSettings

TEXT = b"What was agreed on."


class Scene(RosterScene):
    Service = FilesService

    def __init__(self, sessions: Any) -> None:
        settings = FilesSettings(
            amqp_url=NOWHERE.amqp_url,
            database_url=NOWHERE.database_url,
            **testing.store_settings(),  # type: ignore[arg-type]
        )
        super().__init__(sessions, settings=settings)

    def conversation(self, matter: str = "M-1", ref: str = "") -> uuid.UUID:
        return ids.conversation_id(self.firm_id, matter, ref)

    # What people do.

    def begin_upload(
        self,
        contact: str = "ana",
        content: bytes = TEXT,
        *,
        name: str = "Agreement.txt",
        id: uuid.UUID | None = None,
        matter: str = "M-1",
        conversation: str = "",
        size: int | None = None,
    ) -> calls.Upload:
        return self.ask(
            calls.BeginUpload(
                caller=self.caller(contact),
                conversation_id=self.conversation(matter, conversation),
                document_id=id or ids.new_id(),
                name=name,
                size=len(content) if size is None else size,
                media_type="text/plain",
            )
        )

    def addresses(
        self, document_id: uuid.UUID, parts: dict[int, bytes], contact: str = "ana"
    ) -> dict[int, str]:
        asked = [
            calls.FilePart(number=number, sha256=digest(part)) for number, part in parts.items()
        ]
        call = calls.AddressParts(caller=self.caller(contact), document_id=document_id, parts=asked)
        return {each.number: each.url for each in self.ask(call).items}

    def put(self, document_id: uuid.UUID, parts: dict[int, bytes], contact: str = "ana") -> None:
        for number, url in self.addresses(document_id, parts, contact).items():
            assert put(url, parts[number]).status_code == 200

    def look(self, document_id: uuid.UUID, contact: str = "ana") -> calls.Upload:
        return self.ask(calls.GetUpload(caller=self.caller(contact), document_id=document_id))

    def complete(self, document_id: uuid.UUID, contact: str = "ana") -> calls.Document:
        call = calls.CompleteUpload(caller=self.caller(contact), document_id=document_id)
        return self.ask(call)

    def cancel(self, document_id: uuid.UUID, contact: str = "ana") -> None:
        self.ask(calls.CancelUpload(caller=self.caller(contact), document_id=document_id))

    def upload(self, contact: str = "ana", content: bytes = TEXT, **more: Any) -> uuid.UUID:
        """All of it at once."""
        document_id = self.begin_upload(contact, content, **more).document_id
        pieces = range(0, len(content), limits.PART_SIZE)
        self.put(
            document_id,
            {n: content[at : at + limits.PART_SIZE] for n, at in enumerate(pieces, 1)},
            contact,
        )
        self.complete(document_id, contact)
        return document_id

    def send(self, *documents: uuid.UUID, at: datetime.datetime | None = None) -> None:
        """A message with these documents, as messaging tells of it."""
        now = at or self.now
        self.tell(
            DocumentsSent(
                conversation_id=self.conversation(),
                matter_id=ids.matter_id(self.firm_id, "M-1"),
                message_id=ids.new_id(),
                document_ids=list(documents),
                sent_at=now,
            ),
            now,
        )

    def vouch(self, *documents: uuid.UUID, contact: str = "ana", matter: str = "M-1") -> list[Any]:
        call = calls.VouchForDocuments(
            caller=self.caller(contact),
            conversation_id=self.conversation(matter),
            document_ids=list(documents),
        )
        return list(self.ask(call).items)

    def get(self, document_id: uuid.UUID, contact: str = "ana", **more: Any) -> calls.Document:
        call = calls.GetDocument(caller=self.caller(contact), document_id=document_id, **more)
        return self.ask(call)

    def page(self, *contacts: str, **more: Any) -> calls.DocumentPage:
        return self.ask(calls.ListDocuments(caller=self.caller(*(contacts or ("ana",))), **more))

    def sources(self, *contacts: str, limit: int = 100) -> set[tuple[str, str]]:
        """Of all pages: the title of each matter, and who shared something there."""
        found: set[tuple[str, str]] = set()
        caller, cursor = self.caller(*(contacts or ("ana",))), ""
        while True:
            call = calls.ListDocumentSources(caller=caller, cursor=cursor, limit=limit)
            page = self.ask(call)
            assert len(page.items) <= limit
            found |= {(each.matter_title, each.person_name) for each in page.items}
            if page.next is None:
                return found
            cursor = page.next

    def search(self, q: str, *contacts: str, **more: Any) -> calls.FoundDocuments:
        caller = self.caller(*(contacts or ("ana",)))
        return self.ask(calls.SearchDocuments(caller=caller, q=q, **more))

    def found(self, q: str, *contacts: str, **more: Any) -> list[str]:
        return [each.name for each in self.search(q, *contacts, **more).items]

    def names(self, *contacts: str, **more: Any) -> list[str]:
        return [each.name for each in self.page(*contacts, **more).items]

    def address(self, document_id: uuid.UUID, contact: str = "ana", **more: Any) -> str:
        call = calls.AddressDocument(caller=self.caller(contact), document_id=document_id, **more)
        return self.ask(call).url

    # What the firm does.

    def share(
        self,
        document: str = "D-1",
        content: bytes = TEXT,
        *,
        matter: str = "M-1",
        at: datetime.datetime = START,
        checked: bool = True,
        **more: Any,
    ) -> uuid.UUID:
        """`checked`: and the worker finds it good."""
        told = dropped(document, content, at) | more
        self.tell(DocumentShared(matter_id=matter, **told), at)
        document_id = ids.document_id(self.firm_id, document)
        if checked:
            self.find_good(document_id, content)
        return document_id

    def replace(
        self,
        document: str = "D-1",
        content: bytes = b"Something else.",
        *,
        at: datetime.datetime = START,
        checked: bool = True,
        **more: Any,
    ) -> None:
        self.tell(DocumentReplaced(**dropped(document, content, at) | more), at)
        if checked:
            self.find_good(ids.document_id(self.firm_id, document), content)

    def revoke(self, document: str = "D-1", at: datetime.datetime = START) -> None:
        self.tell(DocumentRevoked(document_id=document, reason="By mistake."), at)

    # What the worker does.

    def find_good(self, document_id: uuid.UUID, content: bytes = TEXT) -> None:
        """The newest version of it."""
        version = self.newest(document_id)
        with self.sessions.begin() as session:
            done = verdicts.ready(
                session,
                self.now,
                version.id,
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                media_type="text/plain",
                kind="text",
                scanned="clean",
            )
        assert done

    def refuse(self, document_id: uuid.UUID, code: Refusal = "virus") -> None:
        with self.sessions.begin() as session:
            assert verdicts.refused(session, self.now, self.newest(document_id).id, code)

    def newest(self, document_id: uuid.UUID) -> Version:
        query = sa.select(Version).where(Version.document_id == document_id)
        with self.sessions() as session:
            return session.scalars(query.order_by(Version.number.desc()).limit(1)).one()

    def jobs(self, document_id: uuid.UUID) -> list[str]:
        """What there is to do for it, in order."""
        query = sa.select(Job.kind).join(Version, Version.id == Job.version_id)
        with self.sessions() as session:
            of_document = query.where(Version.document_id == document_id)
            return [*session.scalars(of_document.order_by(Job.id))]

    def row(self, document_id: uuid.UUID) -> Document | None:
        with self.sessions() as session:
            return session.get(Document, document_id)

    def key(self, document_id: uuid.UUID) -> str:
        return buckets.version(self.firm_id, self.newest(document_id).id)


def dropped(document: str, content: bytes, at: datetime.datetime) -> dict[str, Any]:
    return {
        "document_id": document,
        "author_id": "hollis",
        "key": f"out/{document}",
        "name": f"{document}.txt",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "shared_at": at,
        "media_type": "text/plain",
    }


def digest(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def put(url: str, content: bytes) -> httpx.Response:
    return httpx.put(url, content=content, timeout=30)
