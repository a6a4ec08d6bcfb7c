"""Calls to the files service."""

import uuid
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from contracts.calls.call import A, Call
from contracts.calls.caller import Caller
from contracts.calls.narrowing import FirmChosen
from contracts.calls.paging import Cursor, Limit
from contracts.calls.searching import Piece, Question, QuestionIfAny
from contracts.values import (
    END,
    DocumentKind,
    DocumentState,
    FileName,
    MediaType,
    Moment,
    Origin,
    Refusal,
    Scanned,
    VersionNumber,
)

MOST_ADDRESSES = 20
MOST_ATTACHMENTS = 100
MOST_IN_AN_ARCHIVE = 500

ShownAs = Literal["pdf", "image", "text", "docx", "sheet", "mail", "none"]
Purpose = Literal["view", "print", "download"]
Sort = Literal["name", "-name", "date", "-date", "size", "-size"]
PartNumber = Annotated[int, Meta(ge=1, le=10_000)]
PartDigest = Annotated[
    str,
    Meta(
        pattern=rf"^[A-Za-z0-9+/]{{43}}={END}",
        description="SHA-256 of the part's bytes, in base64.",
        examples=["n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="],
    ),
]


class FilesCall(Call[A], frozen=True, kw_only=True):
    service = "files"


class UploadLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What may be uploaded: to be said before anything is sent.

    `max_unsent_bytes`, `max_unsent_files`: of all together that somebody has uploaded and not sent.
    `refused_endings`: of names, small and without the dot, such as `exe`.
    """

    max_bytes: int
    max_unsent_bytes: int
    max_unsent_files: int
    part_size: int
    refused_endings: list[str]


class Unsent(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody would have uploaded and not sent, and the most that they may; in bytes."""

    files: int
    size: int
    most_files: int
    most_size: int


class GetUploadLimits(FilesCall[UploadLimits], frozen=True, kw_only=True):
    """Sizes in bytes, and what is refused by its name."""


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """An upload under way: `parts` of `part_size` bytes each, the last one shorter.

    `received`: the numbers of the parts that are there; the others are still to be sent.
    """

    document_id: uuid.UUID
    part_size: int
    parts: int
    expires_at: Moment
    received: list[int] = []


class BeginUpload(FilesCall[Upload], frozen=True, kw_only=True):
    """`document_id` is made by the client (UUIDv7): the same again answers the same upload.

    `size` in bytes. Until a message is sent with it, the document is its uploader's alone.

    Raises NotFound (takes no part), AccessEnded (closed matter), Conflict (same id, another file),
    TooMuchUnsent (with it more would lie there unsent than may), InvalidInput (no UUIDv7, an empty
    or too large file, a name that is refused).
    """

    caller: Caller
    conversation_id: uuid.UUID
    document_id: uuid.UUID
    name: FileName
    size: Annotated[int, Meta(ge=0)]
    media_type: MediaType = ""


class FilePart(msgspec.Struct, frozen=True, kw_only=True):
    """`number`: counted from 1."""

    number: PartNumber
    sha256: PartDigest


class PartAddress(msgspec.Struct, frozen=True, kw_only=True):
    """Send exactly the part's bytes there, without any header that begins with `x-amz-`."""

    number: int
    url: str
    method: Literal["PUT"] = "PUT"


class PartAddresses(msgspec.Struct, frozen=True, kw_only=True):
    """Each takes the bytes with this digest and no others. Answered there: 200, or 400 for others.

    404 says that the upload has ended: begin anew.
    """

    items: list[PartAddress]
    expires_at: Moment


class AddressParts(FilesCall[PartAddresses], frozen=True, kw_only=True):
    """Where the next parts go. Raises NotFound (not one's own, or no longer uploading),
    AccessEnded (closed matter), InvalidInput (no such part).
    """

    caller: Caller
    document_id: uuid.UUID
    parts: Annotated[list[FilePart], Meta(min_length=1, max_length=MOST_ADDRESSES)]


class GetUpload(FilesCall[Upload], frozen=True, kw_only=True):
    """How far an upload has come. Raises NotFound (not one's own, or no longer uploading)."""

    caller: Caller
    document_id: uuid.UUID


class DocumentRefusal(msgspec.Struct, frozen=True, kw_only=True):
    """`text`: for the person."""

    code: Refusal
    text: str


class DocumentAuthor(msgspec.Struct, frozen=True, kw_only=True):
    """`role`: in which they shared it."""

    person_id: uuid.UUID
    name: str
    role: str


class Rendition(msgspec.Struct, frozen=True, kw_only=True):
    """Another form of the document, made to be shown; addressed by its name.

    `view.pdf`, `view.jpg`, `view.txt` or `view.json` is shown in place of the document itself,
    which is shown where there is none. `attachment-1` and so on came with an e-mail, each as
    `file_name`.
    """

    name: str
    media_type: str
    size: int
    pages: int | None = None
    file_name: str = ""


class DocumentVersion(msgspec.Struct, frozen=True, kw_only=True):
    """`opened`: by the caller."""

    number: int
    name: str
    size: int
    media_type: str
    state: DocumentState
    shared_at: Moment
    opened: bool


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """Who opened which version, and when first in each way."""

    person_id: uuid.UUID
    name: str
    version: int
    viewed_at: Moment | None
    printed_at: Moment | None
    downloaded_at: Moment | None


class DocumentSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a document, in its newest version unless another was asked for.

    `media_type`: what was found by looking, and until then what its sender took it for.
    `mine`: the caller shared it. `shared_at`: null until its uploader has sent it. `opened`: by
    the caller, this version. `shown_as`: how it can be shown, null until that is known; `none`:
    only as a file, and `why_not_shown` says why. `conversation_id`: null for what is shared with
    the matter alone.
    """

    id: uuid.UUID
    firm_id: str
    firm_name: str
    matter_id: uuid.UUID
    matter_title: str
    conversation_id: uuid.UUID | None
    name: str
    folder: str
    size: int
    media_type: str
    kind: DocumentKind
    state: DocumentState
    refusal: DocumentRefusal | None
    scanned: Scanned | None
    version: int
    author: DocumentAuthor
    origin: Origin
    mine: bool
    shared_at: Moment | None
    opened: bool
    shown_as: ShownAs | None
    why_not_shown: str
    pages: int | None


class Document(DocumentSummary, frozen=True, kw_only=True):
    """A document with all that is known of it.

    `newest`: the number of its newest version. `renditions`: of this one. `openings`: by others too
    where the firm shows receipts.
    """

    newest: int = 0
    versions: list[DocumentVersion]
    renditions: list[Rendition]
    openings: list[Opening]


class CompleteUpload(FilesCall[Document], frozen=True, kw_only=True):
    """All parts were sent; the same again answers the same document.

    Raises NotFound (not one's own), UploadIncomplete (parts are missing, or are others than were
    announced), AccessEnded (closed matter).
    """

    caller: Caller
    document_id: uuid.UUID


class CancelUpload(FilesCall[None], frozen=True, kw_only=True):
    """Forget what was not sent with a message yet, finished or not.

    Raises NotFound (not one's own), Conflict (it is being sent, or finished, or was).
    """

    caller: Caller
    document_id: uuid.UUID


class DocumentPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[DocumentSummary]
    next: str | None


class ListDocuments(FilesCall[DocumentPage], frozen=True, kw_only=True):
    """The caller's documents over all matters, the newest first unless sorted otherwise.

    What is given narrows the list: `from_id` is the person who shared it, `new` what the caller has
    not opened, `q` words of its name. Raises InvalidInput for a bad
    cursor, and for a `q` with no word or too many.
    """

    caller: Caller
    matter_id: uuid.UUID | None = None
    firm_id: FirmChosen = ""
    conversation_id: uuid.UUID | None = None
    kind: DocumentKind | None = None
    from_id: uuid.UUID | None = None
    new: bool = False
    q: QuestionIfAny = ""
    sort: Sort = "-date"
    cursor: Cursor = ""
    limit: Limit = 50


class DocumentSource(msgspec.Struct, frozen=True, kw_only=True):
    """A matter, and somebody who shared documents there that the caller sees."""

    matter_id: uuid.UUID
    matter_title: str
    firm_id: str
    person_id: uuid.UUID
    person_name: str


class DocumentSources(msgspec.Struct, frozen=True, kw_only=True):
    items: list[DocumentSource]
    next: str | None


class ListDocumentSources(FilesCall[DocumentSources], frozen=True, kw_only=True):
    """Whence the caller's documents come: what `ListDocuments` can be narrowed to, in no order.

    Raises InvalidInput for a bad cursor.
    """

    caller: Caller
    cursor: Cursor = ""
    limit: Limit = 100


class FoundDocument(DocumentSummary, frozen=True, kw_only=True):
    """A document that is named so. `found`: its name in pieces."""

    found: list[Piece]


class FoundDocuments(msgspec.Struct, frozen=True, kw_only=True):
    items: list[FoundDocument]
    next: str | None


class SearchDocuments(FilesCall[FoundDocuments], frozen=True, kw_only=True):
    """The caller's documents that are named so, the newest first; none that was refused.

    What is given narrows them. Raises InvalidInput for a bad cursor, and for no word or too many.
    """

    caller: Caller
    q: Question
    matter_id: uuid.UUID | None = None
    firm_id: FirmChosen = ""
    cursor: Cursor = ""
    limit: Limit = 20


class GetDocument(FilesCall[Document], frozen=True, kw_only=True):
    """Without `version` the newest.

    Raises NotFound for what is not there, not shared with the caller, or revoked.
    """

    caller: Caller
    document_id: uuid.UUID
    version: VersionNumber | None = None


class DocumentAddress(msgspec.Struct, frozen=True, kw_only=True):
    """An address that works for a minute, for whoever has it; ranges may be asked for."""

    url: str
    expires_at: Moment


class AddressDocument(FilesCall[DocumentAddress], frozen=True, kw_only=True):
    """`rendition`: by its name, or empty for the document itself. Without `version` the newest.

    It is on record, and the firm hears, that the caller has opened it.

    Raises NotFound as GetDocument does, NotReady (still being checked, or refused).
    """

    caller: Caller
    document_id: uuid.UUID
    rendition: Annotated[str, Meta(max_length=100)] = ""
    purpose: Purpose = "view"
    version: VersionNumber | None = None


class Archive(msgspec.Struct, frozen=True, kw_only=True):
    """Several documents as one ZIP. `address`: once it is ready. `size` in bytes, then too."""

    id: uuid.UUID
    state: Literal["making", "ready", "failed"]
    documents: int
    size: int | None
    address: DocumentAddress | None


class MakeArchive(FilesCall[Archive], frozen=True, kw_only=True):
    """Raises NotFound where one of them is not the caller's to open, NotReady, InvalidInput (they
    are too large together).
    """

    caller: Caller
    document_ids: Annotated[list[uuid.UUID], Meta(min_length=1, max_length=MOST_IN_AN_ARCHIVE)]


class GetArchive(FilesCall[Archive], frozen=True, kw_only=True):
    """Raises NotFound where it is not the caller's, or holds what is theirs no longer."""

    caller: Caller
    archive_id: uuid.UUID


class Voucher(msgspec.Struct, frozen=True, kw_only=True):
    """What is true of a document that a message is to bring."""

    document_id: uuid.UUID
    name: str
    size: int
    media_type: str
    state: DocumentState
    change: int


class Vouchers(msgspec.Struct, frozen=True, kw_only=True):
    items: list[Voucher]


class VouchForDocuments(FilesCall[Vouchers], frozen=True, kw_only=True):
    """What is true of these documents, in their order, before a message is sent with them.

    Each is the caller's own for this conversation, all there and not refused, or was shared in its
    matter before. Raises NotFound where one is not, NotReady where one is not all there or refused.
    """

    caller: Caller
    conversation_id: uuid.UUID
    document_ids: Annotated[list[uuid.UUID], Meta(min_length=1, max_length=MOST_ATTACHMENTS)]
