"""Several documents as one ZIP: asked for here, made by the worker, kept for an hour."""

import datetime
import uuid
from collections.abc import Sequence

from sqlalchemy import ARRAY, Select, Uuid, any_, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from contracts import buckets, ids
from contracts.calls.caller import Caller
from contracts.calls.files import Archive as ArchiveShown
from contracts.calls.files import DocumentAddress, GetArchive, MakeArchive
from contracts.errors import InvalidInput, NotFound
from contracts.values import LARGEST_DOCUMENT
from roster.access import on_behalf_of
from services.files import access, jobs, opening
from services.files.access import AnyRow
from services.files.models import Archive, Discarded, Document, Version
from services.files.store import OPEN_FOR, get_address
from services.files.work import FilesWork

KEPT_FOR = datetime.timedelta(hours=1)


def make(work: FilesWork, call: MakeArchive) -> ArchiveShown:
    """These documents, each in the version that is shown.

    Raises NotFound, NotReady and InvalidInput as `MakeArchive` says.
    """
    wanted = list(dict.fromkeys(call.document_ids))
    found = _found(work, call.caller, _NEWEST, wanted)
    for row in found:
        opening.must_be_ready(row)
    if sum(row.size for row in found) > LARGEST_DOCUMENT:
        most = LARGEST_DOCUMENT // 1024**3
        raise InvalidInput(f"Together they have more than {most} GB: choose fewer.")
    archive = Archive(
        id=ids.new_id(),
        account_id=call.caller.account_id,
        versions=[row.version_id for row in found],
        state="making",
        expires_at=work.now + KEPT_FOR,
    )
    work.session.add(archive)
    work.session.flush()
    jobs.add(work.session, work.now, "archive", archive_id=archive.id)
    return _shown(archive)


def get(work: FilesWork, call: GetArchive) -> ArchiveShown:
    """How far it is; ready, it counts as a download of each document. Raises NotFound."""
    archive = work.session.get(Archive, call.archive_id)
    if archive is None or archive.account_id != call.caller.account_id:
        raise NotFound()
    if archive.expires_at <= work.now:
        raise NotFound()
    found = _found(work, call.caller, _OF_ARCHIVE, archive.versions)
    if archive.state != "ready":
        return _shown(archive)
    for row in found:
        opening.note(work, "download", row)
    name = f"Documents {work.now:%Y-%m-%d}.zip"
    url = get_address(work.store, buckets.archive(archive.id), name)
    return _shown(archive, DocumentAddress(url=url, expires_at=work.now + OPEN_FOR))


def kept(work: FilesWork) -> Select[uuid.UUID, datetime.datetime]:
    """All of them, and when the hour of each is over."""
    return select(Archive.id, Archive.expires_at).order_by(Archive.expires_at)


def let_go(work: FilesWork, archive_id: uuid.UUID) -> bool:
    """Its row goes, and its bytes follow."""
    over = (Archive.id == archive_id, Archive.expires_at <= work.now)
    gone = delete(Archive).where(*over).returning(Archive.id)
    if work.session.scalar(gone) is None:
        return False
    row = {"key": buckets.archive(archive_id), "due_at": work.now}
    work.session.execute(insert(Discarded).values(row).on_conflict_do_nothing())
    return True


def _found(
    work: FilesWork, caller: Caller, statement: access.Rows, wanted: Sequence[uuid.UUID]
) -> Sequence[AnyRow]:
    """All of them, as far as the caller may open them still. Raises NotFound."""
    rows = work.session.execute(statement, on_behalf_of(caller, wanted=wanted)).all()
    if len(rows) != len(wanted):
        raise NotFound()
    return rows


def _shown(archive: Archive, address: DocumentAddress | None = None) -> ArchiveShown:
    return ArchiveShown(
        id=archive.id,
        state=archive.state,
        documents=len(archive.versions),
        size=archive.size,
        address=address,
    )


_wanted = bindparam("wanted", type_=ARRAY(Uuid))
_NEWEST = opening.OPENED.where(Document.id == any_(_wanted), Version.number == Document.version)
_OF_ARCHIVE = opening.OPENED.where(Version.id == any_(_wanted))
