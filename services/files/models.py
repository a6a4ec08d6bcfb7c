"""What files remembers beside the roster: documents, their versions, uploads, and work to do."""

import datetime
import uuid
from typing import Any, Literal

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, Text, Uuid, false, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from contracts.calls.files import ShownAs
from contracts.values import DocumentKind, DocumentState, Origin, Refusal, Scanned
from roster.models import Matter, Person

JobKind = Literal["check", "convert", "copy", "archive", "draw"]
ArchiveState = Literal["making", "ready", "failed"]


class Model(DeclarativeBase):
    type_annotation_map = {
        datetime.datetime: DateTime(timezone=True),
        int: BigInteger,
        str: Text,
        DocumentKind: Text,
        DocumentState: Text,
        Origin: Text,
        Refusal: Text,
        Scanned: Text,
        ShownAs: Text,
        JobKind: Text,
        ArchiveState: Text,
        list[uuid.UUID]: ARRAY(Uuid),
    }


class Conversation(Model):
    """In which matter a conversation is."""

    __tablename__ = "conversations"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Matter.id))


class Document(Model):
    """A file in a matter. `ref`: the firm's own id of what it shared, else empty.

    `version`: the number of the one that is shown, the newest that was found good, or the first. Of
    it are `name`, `size`, `kind`, `state` and `shared_at`: lists are filtered and sorted by them.
    `shared_at`: null until its uploader has sent it; until then it is theirs alone. `vouched_at`:
    when a message was to go out with it. `held_by`: the form among whose answers it is, as
    that said in its `held_version`. `change` rises with each change that others hear of.
    `words`: what the name is found by, see `finding`.
    """

    __tablename__ = "documents"
    __table_args__ = (
        Index("documents_by_date", "matter_id", "shared_at", "id"),
        Index("documents_by_name", "matter_id", text('name COLLATE "und-x-icu"'), "id"),
        Index("documents_by_size", "matter_id", "size", "id"),
        Index("documents_by_author", "matter_id", "author_id", "shared_at"),
        Index(
            "documents_unsent",
            "created_at",
            postgresql_where=text("shared_at IS NULL"),
        ),
        Index(
            "documents_unsent_of",
            "author_id",
            postgresql_where=text("shared_at IS NULL"),
        ),
        Index(
            "documents_by_word",
            "words",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    firm_id: Mapped[str]
    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Matter.id))
    conversation_id: Mapped[uuid.UUID | None]
    ref: Mapped[str]
    name: Mapped[str]
    folder: Mapped[str]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    author_role: Mapped[str]
    origin: Mapped[Origin]
    version: Mapped[int]
    size: Mapped[int]
    kind: Mapped[DocumentKind]
    state: Mapped[DocumentState]
    change: Mapped[int]
    created_at: Mapped[datetime.datetime]
    vouched_at: Mapped[datetime.datetime | None]
    held_by: Mapped[uuid.UUID | None]
    held_version: Mapped[int | None]
    shared_at: Mapped[datetime.datetime | None]
    revoked_at: Mapped[datetime.datetime | None]
    revoked_reason: Mapped[str] = mapped_column(server_default="")
    words: Mapped[str] = mapped_column(TSVECTOR, server_default=text("''"), deferred=True)


class Version(Model):
    """One state of a document's bytes; they lie in the store under `<firm_id>/<id>`.

    `declared_type`: as its sender said; `media_type`: as found by looking, until then empty.
    `size` is what was said until the bytes are there and were counted. `sha256` (hex): only ever
    computed by the store or by us. `said_sha256`, `drop_key`: of what the firm put into its drop
    bucket. `unprinted`: there was no LibreOffice to make pages of it. `renditions`: a list of
    objects as `contracts.calls.files.Rendition`; each lies under `<firm_id>/<id>/<name>`.
    """

    __tablename__ = "versions"
    __table_args__ = (
        Index("versions_of_document", "document_id", "number", unique=True),
        Index("versions_unprinted", "created_at", postgresql_where=text("unprinted")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("documents.id"))
    number: Mapped[int]
    name: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(server_default="")
    said_sha256: Mapped[str] = mapped_column(server_default="")
    drop_key: Mapped[str] = mapped_column(server_default="")
    declared_type: Mapped[str]
    media_type: Mapped[str] = mapped_column(server_default="")
    kind: Mapped[DocumentKind]
    state: Mapped[DocumentState]
    refusal: Mapped[Refusal | None]
    scanned: Mapped[Scanned | None]
    shown_as: Mapped[ShownAs | None]
    why_not_shown: Mapped[str] = mapped_column(server_default="")
    unprinted: Mapped[bool] = mapped_column(server_default=false())
    pages: Mapped[int | None]
    renditions: Mapped[list[dict[str, Any]]] = mapped_column(
        JSONB, server_default=text("'[]'::jsonb")
    )
    created_at: Mapped[datetime.datetime]
    shared_at: Mapped[datetime.datetime | None]


class Upload(Model):
    """A version whose bytes are on their way.

    `store_id`: the store's own id of a multipart upload, empty where there is none: for a single
    part, and until the first address is asked for. `completing`: the store was told to put the
    parts together, and is never told to forget them from then on.
    """

    __tablename__ = "uploads"
    __table_args__ = (Index("uploads_by_end", "expires_at"),)

    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    store_id: Mapped[str] = mapped_column(server_default="")
    part_size: Mapped[int]
    parts: Mapped[int]
    completing: Mapped[bool] = mapped_column(server_default=text("false"))
    expires_at: Mapped[datetime.datetime]


class UploadPart(Model):
    """`sha256`: in base64, as its newest address was signed for."""

    __tablename__ = "upload_parts"

    version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("uploads.version_id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str]


class Opening(Model):
    """Who has opened which version, and when first in each way."""

    __tablename__ = "openings"
    # What somebody has not opened is found by all that they have.
    __table_args__ = (Index("openings_of_person", "person_id", "document_id", "version"),)

    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), primary_key=True)
    viewed_at: Mapped[datetime.datetime | None]
    printed_at: Mapped[datetime.datetime | None]
    downloaded_at: Mapped[datetime.datetime | None]


class Archive(Model):
    """A ZIP that somebody asked for; it lies in the store under `archives/<id>` for an hour."""

    __tablename__ = "archives"
    __table_args__ = (Index("archives_by_end", "expires_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    account_id: Mapped[uuid.UUID]
    versions: Mapped[list[uuid.UUID]]
    state: Mapped[ArchiveState]
    size: Mapped[int | None]
    expires_at: Mapped[datetime.datetime]


class Paper(Model):
    """What was sent of a form, until the worker has drawn it as the document of this id.

    `form`: its definition, `sent`: what `form.submitted` told, as JSON. They come by themselves, in
    any order, and go once it is drawn. The row stays: nothing is drawn twice.
    """

    __tablename__ = "papers"

    document_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    form: Mapped[str | None]
    sent: Mapped[str | None]
    drawn_at: Mapped[datetime.datetime | None]


class Job(Model):
    """What the worker has to do, in the order of `due_at`; done ones are gone.

    Written in the transaction that makes it necessary; a trigger wakes who listens on `jobs`.
    `version_id` or `archive_id`: of what. `due_at`: until then it is lent to a worker, or waits;
    null for what was given up. `attempts`: how often it was tried. `reason`: why the last
    try failed.
    """

    __tablename__ = "jobs"
    __table_args__ = (Index("jobs_due", "due_at", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[JobKind]
    version_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("versions.id", ondelete="CASCADE")
    )
    archive_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("archives.id", ondelete="CASCADE")
    )
    due_at: Mapped[datetime.datetime | None]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    reason: Mapped[str] = mapped_column(server_default="")


class Worker(Model):
    """One that does jobs, and what it last told of itself.

    `confinement`: what keeps its children in, empty where nothing does, and `why_not`. `office`:
    whether LibreOffice is there; `scans`: whether it has files checked for viruses.
    """

    __tablename__ = "workers"

    name: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime.datetime]
    confinement: Mapped[str]
    why_not: Mapped[str]
    office: Mapped[bool]
    scans: Mapped[bool]


class Discarded(Model):
    """What lies in the store and belongs to nothing any more: written with what it belonged to.

    What lies under `key` goes, and all below it. `store_id`: of an upload that never ended, else
    empty; where there is an object all the same, the upload is left alone and the object goes.
    `person_id`: who had uploaded it, `size` bytes.
    """

    __tablename__ = "discarded"
    __table_args__ = (Index("discarded_of_person", "person_id"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    store_id: Mapped[str] = mapped_column(server_default="")
    person_id: Mapped[uuid.UUID | None]
    size: Mapped[int] = mapped_column(server_default=text("0"))
    due_at: Mapped[datetime.datetime]
