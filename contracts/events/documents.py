"""Documents: shared, replaced and revoked by the firm, uploaded and opened in the portal."""

import datetime
import uuid
from typing import Annotated

from msgspec import Meta

from contracts import topology
from contracts.events.exchanges import FirmEvent, InternalEvent
from contracts.events.facts import About, Item, MatterFact, Waiting
from contracts.events.persons import Person
from contracts.values import (
    END,
    LINE,
    REFERENCE,
    AttachmentState,
    FileName,
    Folder,
    MediaType,
    Moment,
    Origin,
    Ref,
    Refusal,
    Scanned,
    Size,
)

Sha256 = Annotated[
    str,
    Meta(
        pattern=rf"^[0-9a-f]{{64}}{END}",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    ),
]
Key = Annotated[str, Meta(min_length=1, max_length=1000, extra=REFERENCE)]


class DocumentEvent(FirmEvent, frozen=True, kw_only=True):
    owner = "files"
    document_id: Ref

    def subject(self) -> str:
        return self.document_id


class FileDropped(DocumentEvent, frozen=True, kw_only=True):
    """The file lies under `key` in the firm's drop bucket, with this size and SHA-256 (hex).

    Redwell copies it, and compares both; the firm may take it away once it hears `document.ready`.
    `folder` is a label, and nothing hangs on it.
    """

    author_id: Ref
    key: Key
    name: FileName
    size: Size
    sha256: Sha256
    shared_at: Moment
    media_type: MediaType = ""
    folder: Folder = ""


class DocumentShared(FileDropped, frozen=True, kw_only=True):
    """Someone at the firm shares a file with all who take part in a matter.

    With `conversation_id` it is also listed there. The author has been added to the matter as
    staff: until then it waits. The same `document_id` again changes nothing.
    """

    type = "document.shared"
    matter_id: Ref
    conversation_id: Annotated[str, Meta(max_length=200, extra=REFERENCE)] | None = None


class DocumentReplaced(FileDropped, frozen=True, kw_only=True):
    """A shared document has a new version; who had seen which one stays on record."""

    type = "document.replaced"


class DocumentRevoked(DocumentEvent, frozen=True, kw_only=True):
    """A shared document is gone from view at once, for good; who had opened it stays on record."""

    type = "document.revoked"
    reason: Annotated[str, Meta(max_length=500, extra=LINE)] = ""


class DocumentsSent(InternalEvent, frozen=True, kw_only=True):
    """A message was sent with these documents; most bring none, and of those nothing is told."""

    type = "documents.sent"
    matter_id: uuid.UUID
    conversation_id: uuid.UUID
    message_id: uuid.UUID
    document_ids: list[uuid.UUID]
    sent_at: Moment

    def subject(self) -> str:
        return str(self.message_id)


class DocumentFact(MatterFact, frozen=True, kw_only=True):
    """`version`: counted from 1. `document_ref`: the firm's id of what it shared itself."""

    document_id: uuid.UUID
    document_ref: str = ""
    conversation_id: uuid.UUID | None = None
    name: str
    version: int

    def subject(self) -> str:
        return str(self.document_id)

    def about(self) -> About:
        return About("document", self.document_id)


class DocumentStands(DocumentFact, frozen=True, kw_only=True):
    """How a document now stands, in the version that is shown.

    `change` only rises: what comes late is known by it. `shared_at`: since when it is everybody's
    whose from-date is not later; null for what its uploader has not sent yet.
    """

    origin: Origin
    author: Person
    size: int
    media_type: str
    state: AttachmentState
    change: int
    at: Moment
    shared_at: Moment | None = None

    def happened_at(self) -> datetime.datetime:
        return self.at

    def item(self) -> Item | None:
        """What a client sends comes with a message, and is no item by itself."""
        if self.origin != "firm":
            return None
        return Item.by(self.author, number=self.change, title=self.name)


class DocumentUploaded(DocumentStands, frozen=True, kw_only=True):
    """Somebody sent a document with a message; `document.ready` follows once it was checked."""

    type = "document.uploaded"
    message_id: uuid.UUID


class DocumentReady(DocumentStands, frozen=True, kw_only=True):
    """A document was checked and can be opened.

    `key`: under which the firm's own S3 key reads it in the bucket `documents`. `scanned`: whether
    a virus check found nothing, or none was made.
    """

    type = "document.ready"
    sha256: str
    key: str
    scanned: Scanned

    def waits(self) -> list[Waiting]:
        """What the firm shares waits for everyone else; a client's comes with their message."""
        others = [person for person in self.audience if person != self.author.person_id]
        if self.origin != "firm" or not others:
            return []
        return [Waiting(persons=others, about=self.about(), opened=self.version)]


class DocumentRefused(DocumentStands, frozen=True, kw_only=True):
    """A document, or a new version of it, cannot be opened by anybody; `reason` says why.

    `refused_version`: which one. `version` is the one that is shown, if an earlier one was good.
    """

    type = "document.refused"
    refused_version: int
    code: Refusal
    reason: str


class DocumentChanged(DocumentStands, frozen=True, kw_only=True):
    """Something about a document is new that is no news for the firm, which knows or need not."""

    type = "document.changed"
    exchange = topology.INTERNAL

    def waits(self) -> list[Waiting]:
        """What was revoked waits for nobody."""
        if self.state != "revoked":
            return []
        return [Waiting(persons=self.audience, about=self.about(), closed=self.version)]


class DocumentOpened(DocumentFact, frozen=True, kw_only=True):
    """Once for each person and version."""

    reader: Person
    at: Moment

    def waits(self) -> list[Waiting]:
        return [Waiting(persons=[self.reader.person_id], about=self.about(), closed=self.version)]


class DocumentViewed(DocumentOpened, frozen=True, kw_only=True):
    """The person has opened this version of the document in the portal."""

    type = "document.viewed"


class DocumentPrinted(DocumentOpened, frozen=True, kw_only=True):
    """The person has opened this version of the document to print it."""

    type = "document.printed"


class DocumentDownloaded(DocumentOpened, frozen=True, kw_only=True):
    """The person has asked for this version of the document as a file."""

    type = "document.downloaded"
