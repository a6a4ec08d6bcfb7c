"""What the worker found out about a version, or made of several, and what follows from it.

Each function is one step of a version's life, called in a transaction by whoever has its job in
hand. It answers False, and changes nothing, where the version is gone or further already.
"""

import datetime
import uuid
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.calls.files import ShownAs
from contracts.values import DocumentKind, Refusal, Scanned
from finding.keeping import kept
from services.files import changes, jobs
from services.files.models import Archive, ArchiveState, Document, Version

_ANEW = {"populate_existing": True}


def ready(
    session: Session,
    now: datetime.datetime,
    version_id: uuid.UUID,
    *,
    size: int,
    sha256: str,
    media_type: str,
    kind: DocumentKind,
    scanned: Scanned,
) -> bool:
    """It was looked at and can be opened; the document is this version from now on, if it is newer.

    `sha256` in hex. A job to make it visible follows.
    """
    found = _in_hand(session, version_id)
    if found is None:
        return False
    document, version = found
    version.size, version.sha256, version.media_type = size, sha256, media_type
    version.kind, version.scanned, version.state = kind, scanned, "ready"
    if _is_newer(session, document, version):
        document.version = version.number
        document.name, document.size, document.kind = version.name, size, kind
        document.words = kept(document.matter_id, version.name)
        document.state, document.shared_at = "ready", version.shared_at
    if document.version == version.number:
        changes.tell_ready(session, now, document)
    jobs.add(session, now, "convert", version_id=version.id)
    return True


def refused(session: Session, now: datetime.datetime, version_id: uuid.UUID, code: Refusal) -> bool:
    """It cannot be opened by anybody; a document that had a good version before keeps that."""
    found = _in_hand(session, version_id)
    if found is None:
        return False
    document, version = found
    version.state, version.refusal = "refused", code
    if document.version == version.number:
        document.state = "refused"
    changes.tell_refused(session, now, document, version)
    return True


def shown(
    session: Session,
    now: datetime.datetime,
    version_id: uuid.UUID,
    *,
    shown_as: ShownAs,
    why_not: str = "",
    pages: int | None = None,
    renditions: list[dict[str, Any]] | None = None,
    unprinted: bool = False,
) -> bool:
    """How it can be shown, with what was made for that; or `none`, and why not.

    `unprinted`: to be tried once more, when there is LibreOffice. What can be shown already stays
    so where a later try shows nothing.
    """
    found = _locked(session, version_id)
    if found is None or found[1].state != "ready":
        return False
    document, version = found
    version.unprinted = unprinted
    if shown_as == "none" and version.shown_as not in (None, "none"):
        return False
    version.shown_as, version.why_not_shown, version.pages = shown_as, why_not, pages
    version.renditions = renditions or []
    changes.tell_changed(session, now, document)
    return True


def print_late(session: Session, now: datetime.datetime) -> int:
    """Some of what came while there was no LibreOffice is converted once more; how many.

    Few at a time: what comes meanwhile is not to wait for all of it.
    """
    late = list(session.scalars(_LATE))
    for version in late:
        version.unprinted = False
        jobs.add(session, now, "convert", version_id=version.id)
    return len(late)


def packed(session: Session, archive_id: uuid.UUID, size: int) -> bool:
    """The ZIP is in the store; False where it is not wanted any more."""
    return _end(session, archive_id, "ready", size)


def not_packed(session: Session, archive_id: uuid.UUID) -> bool:
    """The ZIP could not be made."""
    return _end(session, archive_id, "failed")


def _end(
    session: Session, archive_id: uuid.UUID, state: ArchiveState, size: int | None = None
) -> bool:
    this = update(Archive).where(Archive.id == archive_id, Archive.state == "making")
    ended = this.values(state=state, size=size).returning(Archive.id)
    return session.scalar(ended) is not None


def _in_hand(session: Session, version_id: uuid.UUID) -> tuple[Document, Version] | None:
    found = _locked(session, version_id)
    return found if found and found[1].state == "checking" else None


def _locked(session: Session, version_id: uuid.UUID) -> tuple[Document, Version] | None:
    """Both, the document locked: all that changes it waits.

    The version is read once the lock is had: a message may have shared both meanwhile.
    """
    of_it = select(Version.document_id).where(Version.id == version_id).scalar_subquery()
    its_document = select(Document).where(Document.id == of_it).with_for_update()
    document = session.scalar(its_document, execution_options=_ANEW)
    version = session.scalar(
        select(Version).where(Version.id == version_id), execution_options=_ANEW
    )
    return None if document is None or version is None else (document, version)


def _is_newer(session: Session, document: Document, version: Version) -> bool:
    """Whether it was shared after the one that is shown, or that one is not good."""
    if document.version == version.number or document.state != "ready":
        return True
    shown_now = select(Version.shared_at).where(
        Version.document_id == document.id, Version.number == document.version
    )
    before = session.scalar(shown_now)
    return before is None or version.shared_at is None or version.shared_at >= before


# The newest come first: they are the ones that people look for.
_LATE = (
    select(Version)
    .where(Version.unprinted, Version.state == "ready")
    .order_by(Version.created_at.desc())
    .limit(10)
    .with_for_update(skip_locked=True)
)
