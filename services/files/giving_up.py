"""What was never sent goes: at its uploader's word, or after a while by itself."""

import datetime
import uuid
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, case, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from contracts import buckets
from contracts.calls.files import CancelUpload
from contracts.errors import Conflict, NotFound
from services.files import access, documents, limits
from services.files.models import Discarded, Document, Upload, Version
from services.files.store import PART_FOR, Store, multipart, objects
from services.files.work import FilesWork

if TYPE_CHECKING:
    from backbone.service import Service

BATCH = 100


def cancel(work: FilesWork, call: CancelUpload) -> None:
    """The caller's own, which was not sent with a message: it goes, however much of it is there.

    What a message may be on its way with stays until that is certain. Raises NotFound, Conflict.
    """
    try:
        own = access.own_upload(work, call.caller, call.document_id)
    except NotFound:
        if documents.show(work, call.caller, call.document_id).mine:
            raise Conflict("This document was sent already.") from None
        raise
    if own.upload is not None and own.upload.completing:
        raise Conflict("This document is just being completed.")
    if own.document.vouched_at is None:
        _discard(work, own.document)


def unsent(work: FilesWork) -> Select[uuid.UUID, datetime.datetime]:
    """Documents that nobody was sent and no form holds, and when each is given up.

    A day after its upload began where that ended in the middle, else after a week.
    """
    return (
        select(Document.id, _GIVEN_UP_AT)
        .outerjoin(Version, Version.document_id == Document.id)
        .outerjoin(Upload, Upload.version_id == Version.id)
        .where(
            Document.shared_at.is_(None),
            Document.origin == "portal",
            Document.held_by.is_(None),
        )
        .order_by(_GIVEN_UP_AT)
    )


def give_up(work: FilesWork, document_id: uuid.UUID) -> bool:
    """False where it was sent, or completed, in the meantime."""
    this = unsent(work).with_only_columns(Document).order_by(None)
    document = work.session.scalar(
        this.where(Document.id == document_id, work.now >= _GIVEN_UP_AT).with_for_update(
            of=Document, skip_locked=True
        )
    )
    if document is None:
        return False
    _discard(work, document)
    return True


def sweep(service: "Service") -> None:
    """Take away what belongs to nothing any more, until nothing is due. Raises Unavailable."""
    while due := _due(service):
        for each in due:
            _take_away(service.settings.store, each)
            with service.transaction() as session:
                session.execute(delete(Discarded).where(Discarded.key == each.key))


def _take_away(store: Store, discarded: Discarded) -> None:
    """Parts are forgotten only where there is no object: else bytes of that could go with them."""
    if discarded.store_id and objects.stat(store, discarded.key) is None:
        multipart.abort(store, discarded.key, discarded.store_id)
    objects.remove(store, discarded.key)


def _due(service: "Service") -> list[Discarded]:
    with service.turn() as work:
        due = select(Discarded).where(Discarded.due_at <= work.now)
        return list(work.session.scalars(due.order_by(Discarded.due_at).limit(BATCH)))


def _discard(work: FilesWork, document: Document) -> None:
    """Its rows go at once; its bytes once no address is left by which they could come again."""
    versions = work.session.execute(
        select(Version.id, Version.size, Upload.store_id)
        .outerjoin(Upload, Upload.version_id == Version.id)
        .where(Version.document_id == document.id)
    ).all()
    for version_id, size, store_id in versions:
        row = {
            "key": buckets.version(document.firm_id, version_id),
            "store_id": store_id or "",
            "due_at": work.now + PART_FOR,
            "person_id": document.author_id,
            "size": size,
        }
        work.session.execute(insert(Discarded).values(row).on_conflict_do_nothing())
        work.session.execute(delete(Upload).where(Upload.version_id == version_id))
    work.session.execute(delete(Version).where(Version.document_id == document.id))
    work.session.execute(delete(Document).where(Document.id == document.id))


_LAST_TOUCHED = func.greatest(Document.created_at, Document.vouched_at)
_GIVEN_UP_AT: ColumnElement[datetime.datetime] = case(
    (Upload.completing.is_(False), Upload.expires_at),
    else_=_LAST_TOUCHED + limits.UNSENT_FOR,
)
