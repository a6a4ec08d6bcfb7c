"""What firms share: copied from their drop buckets, replaced by new versions, revoked.

The worker copies and compares what the events say of it; until that is done nobody but the firm's
own people sees a document, or a new version.
"""

import uuid
from typing import Any

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts import ids
from contracts.errors import EventRefused, NotYet
from contracts.events.documents import (
    DocumentReplaced,
    DocumentRevoked,
    DocumentShared,
    FileDropped,
)
from finding.keeping import kept
from roster import matters
from roster.models import Matter, Participant
from services.files import changes, jobs
from services.files.kinds import REFUSED_ENDINGS, ending, kind_of
from services.files.models import Document, Version


def share(work: Work, event: DocumentShared) -> None:
    """All who take part in the matter get to see it; in a closed matter too, as that is the firm's.

    The same again changes nothing; another file under its id is taken only where the first was
    refused. Raises NotYet before the matter is opened or the author added to it, EventRefused.
    """
    matter_id = matters.must_exist(work, event.matter_id)
    _check(event)
    author_id, role = _author(work, event, event.matter_id)
    shared_at = min(event.shared_at, work.now)
    conversation_id = None
    if event.conversation_id is not None:
        conversation_id = ids.conversation_id(work.firm_id, event.matter_id, event.conversation_id)
    row = {
        "id": ids.document_id(work.firm_id, event.document_id),
        "firm_id": work.firm_id,
        "matter_id": matter_id,
        "conversation_id": conversation_id,
        "ref": event.document_id,
        "folder": event.folder,
        "author_id": author_id,
        "author_role": role,
        "origin": "firm",
        "version": 1,
        "change": 0,
        "created_at": work.now,
        "shared_at": shared_at,
        "words": kept(matter_id, event.name),
        **_of_both(event),
    }
    new = insert(Document).values(row).on_conflict_do_nothing().returning(Document.id)
    first = work.session.scalar(new) is not None
    document = _locked(work, event)
    if first:
        _add_version(work, document, event)
        changes.tell_changed(work.session, work.now, document)
    else:
        _share_again(work, document, event, matter_id)


def replace(work: Work, event: DocumentReplaced) -> None:
    """A new version, shown once it was found good, unless a newer one is. The same again is none.

    Raises NotYet before the document was shared, EventRefused where it was revoked.
    """
    document = _locked(work, event)
    _check(event)
    if document.revoked_at is not None:
        raise EventRefused(f"The document '{event.document_id}' was revoked.")
    matter_ref = work.session.scalars(_MATTER_REF, {"matter": document.matter_id}).one()
    _author(work, event, matter_ref)
    if not _is_there(work, document, event):
        document.folder = event.folder
        _add_version(work, document, event)


def revoke(work: Work, event: DocumentRevoked) -> None:
    """Gone from view with this commit, for good. Raises NotYet before it was shared."""
    document = _locked(work, event)
    if document.revoked_at is None:
        document.revoked_at, document.revoked_reason = work.at, event.reason
        changes.tell_changed(work.session, work.now, document)


def _check(event: FileDropped) -> None:
    if ending(event.name) in REFUSED_ENDINGS:
        raise EventRefused(f"The file '{event.name}' is a program by its name.")


def _author(work: Work, event: FileDropped, matter_ref: str) -> tuple[uuid.UUID, str]:
    """The author's person and role. They are, or were, of the firm's own people in the matter."""
    author_id = ids.person_id(work.firm_id, event.author_id)
    given = {"matter": ids.matter_id(work.firm_id, matter_ref), "author": author_id}
    row = work.session.execute(_PART, given).one_or_none()
    if row is None:
        raise NotYet(f"'{event.author_id}' has not been added to the matter '{matter_ref}'.")
    if row.kind != "staff":
        raise EventRefused(f"'{event.author_id}' is not one of the firm's staff in this matter.")
    return author_id, row.role


def _locked(work: Work, event: FileDropped | DocumentRevoked) -> Document:
    document_id = ids.document_id(work.firm_id, event.document_id)
    document = work.session.scalar(_DOCUMENT, {"document": document_id})
    if document is None:
        raise NotYet(f"The document '{event.document_id}' has not been shared.")
    return document


def _of_both(event: FileDropped) -> dict[str, Any]:
    kind = kind_of(event.media_type, event.name)
    return {"name": event.name, "size": event.size, "kind": kind, "state": "checking"}


def _add_version(work: Work, document: Document, event: FileDropped) -> None:
    """Its number is the next one; the worker copies and looks at it."""
    last = work.session.scalar(_LAST, {"document": document.id}) or 0
    version_id = ids.new_id()
    work.session.execute(
        insert(Version).values(
            id=version_id,
            document_id=document.id,
            number=last + 1,
            said_sha256=event.sha256,
            drop_key=event.key,
            declared_type=event.media_type,
            created_at=work.now,
            shared_at=min(event.shared_at, work.now),
            **_of_both(event),
        )
    )
    jobs.add(work.session, work.now, "copy", version_id=version_id)


def _share_again(
    work: Work, document: Document, event: DocumentShared, matter_id: uuid.UUID
) -> None:
    """Another file takes the place of one that was refused, and of no other."""
    if document.matter_id == matter_id and _is_there(work, document, event):
        return
    if document.matter_id != matter_id or document.state != "refused" or document.revoked_at:
        raise EventRefused(
            f"The document '{event.document_id}' was shared before, with another matter or file."
        )
    _add_version(work, document, event)


def _is_there(work: Work, document: Document, event: FileDropped) -> bool:
    """Whether its newest version is this file, or an earlier one of that moment; of those that were
    not refused. So a firm may go back to a file that it had replaced."""
    given = {"document": document.id}
    versions = work.session.execute(_SHARED, given).all()
    return any(
        version.said_sha256 == event.sha256 and (place == 0 or version.shared_at == event.shared_at)
        for place, version in enumerate(versions)
    )


_MATTER_REF = select(Matter.ref).where(Matter.id == bindparam("matter", type_=Uuid))
_PART = select(Participant.kind, Participant.role).where(
    Participant.matter_id == bindparam("matter", type_=Uuid),
    Participant.person_id == bindparam("author", type_=Uuid),
)
_DOCUMENT = (
    select(Document)
    .where(Document.id == bindparam("document", type_=Uuid))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_LAST = select(func.max(Version.number)).where(
    Version.document_id == bindparam("document", type_=Uuid)
)
_SHARED = (
    select(Version.said_sha256, Version.shared_at)
    .where(Version.document_id == bindparam("document", type_=Uuid), Version.state != "refused")
    .order_by(Version.shared_at.desc(), Version.number.desc())
)
