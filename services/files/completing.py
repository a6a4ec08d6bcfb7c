"""An upload becomes a document: the store puts its parts together, the worker looks at them."""

from collections.abc import Mapping

from sqlalchemy import delete, select

from contracts import buckets
from contracts.calls.files import CompleteUpload
from contracts.calls.files import Document as DocumentShown
from contracts.errors import NotFound, UploadIncomplete
from services.files import access, changes, documents, jobs, uploads
from services.files.access import OwnUpload
from services.files.models import Document, Upload
from services.files.store import Mismatch, multipart, objects
from services.files.store.objects import Stored
from services.files.work import FilesWork


def complete(work: FilesWork, call: CompleteUpload) -> DocumentShown:
    """All parts were sent. The same again answers the same document.

    Raises NotFound, AccessEnded and UploadIncomplete as `CompleteUpload` says.
    """
    own = _own(work, call)
    if own is not None and own.upload is not None:
        _finish(work, own, own.must_go_on())
    return documents.show(work, call.caller, call.document_id)


def _own(work: FilesWork, call: CompleteUpload) -> OwnUpload | None:
    """None where it was sent meanwhile: then it was complete before. Raises NotFound."""
    try:
        return access.own_upload(work, call.caller, call.document_id)
    except NotFound:
        if documents.show(work, call.caller, call.document_id).mine:
            return None
        raise


def _finish(work: FilesWork, own: OwnUpload, upload: Upload) -> None:
    """From `completing` on nobody tells the store to forget the parts, whatever comes between.

    What was put together before, and not noted, is found by looking.
    """
    digests = uploads.announced(work, upload.version_id)
    upload.completing = True
    store = work.apart()
    there = objects.stat(store, _key(own))
    try:
        if upload.parts == 1:
            _settle(work, own, _checked(own, there, digests.get(1)))
        else:
            if there is None:
                _put_together_once(work, own, upload, digests)
            _settle(work, own, "")
    except UploadIncomplete:
        upload.completing = False
        raise


def _checked(own: OwnUpload, there: Stored | None, announced: str | None) -> str:
    """The digest (hex) of a file in one part, as the store has computed it."""
    if there is None or there.sha256 != announced or there.size != own.version.size:
        raise UploadIncomplete(missing=[1])
    return objects.in_hex(there.sha256)


def _put_together_once(
    work: FilesWork, own: OwnUpload, upload: Upload, digests: Mapping[int, str]
) -> None:
    """Of two that end it at once the later finds no parts any more, but the whole."""
    try:
        _put_together(work, own, upload, digests)
    except UploadIncomplete:
        if objects.stat(work.store, _key(own)) is None:
            raise
        work.session.expunge(upload)  # what was noted of missing parts is not so


def _put_together(
    work: FilesWork, own: OwnUpload, upload: Upload, digests: Mapping[int, str]
) -> None:
    """The store compares each part's digest once more. Raises UploadIncomplete."""
    numbers = list(range(1, upload.parts + 1))
    parts = uploads.stored(work.store, own, upload)
    if missing := [number for number in numbers if number not in parts]:
        raise UploadIncomplete(missing=missing)
    try:
        done = multipart.complete(work.store, _key(own), upload.store_id, parts, digests)
    except Mismatch:
        done = False
    if not done:
        raise UploadIncomplete(missing=numbers)


def _settle(work: FilesWork, own: OwnUpload, sha256: str) -> None:
    """Whoever comes first of two that end it at once tells of it.

    The document is locked before its upload, as everywhere: else the two would wait for each other.
    """
    work.session.execute(
        select(Document.id).where(Document.id == own.document.id).with_for_update()
    )
    this = Upload.version_id == own.version.id
    if work.session.execute(delete(Upload).where(this).returning(Upload.version_id)).first():
        document, version = own.document, own.version
        document.state = version.state = "checking"
        version.sha256 = sha256
        jobs.add(work.session, work.now, "check", version_id=version.id)
        changes.tell_changed(work.session, work.now, document)


def _key(own: OwnUpload) -> str:
    return buckets.version(own.document.firm_id, own.version.id)
