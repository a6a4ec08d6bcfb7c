"""Uploads: begun, addressed part by part, and looked at; always by whose they are.

The bytes never pass through here. What a part holds is announced by its digest when its address is
asked for, once for all: so by no address, however old, can a file be changed that was checked.
"""

import uuid
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from contracts import buckets, ids
from contracts.calls.files import (
    AddressParts,
    BeginUpload,
    GetUpload,
    PartAddress,
    PartAddresses,
)
from contracts.calls.files import Upload as UploadShown
from contracts.errors import Conflict, InvalidInput, NotFound
from finding.keeping import kept
from services.files import access, limits, unsent
from services.files.access import OwnUpload, Part
from services.files.kinds import kind_of
from services.files.models import Document, Upload, UploadPart, Version
from services.files.store import PART_FOR, Store, multipart, objects, part_address
from services.files.work import FilesWork


def begin(work: FilesWork, call: BeginUpload) -> UploadShown:
    """An upload of this file, whose document nobody else sees yet; the same again is the same.

    Raises NotFound, AccessEnded, Conflict, TooMuchUnsent and InvalidInput as `BeginUpload` says.
    """
    limits.check(call)
    part = access.part_in(work, call.caller, call.conversation_id)
    _store_once(work, call, part)
    try:
        own = access.own_upload(work, call.caller, call.document_id)
    except NotFound as error:  # somebody else's, or sent already
        raise Conflict() from error
    if own.upload is None or not _is_same(own, call):
        raise Conflict()
    return _shown(own, own.upload, _received(work.apart(), own, own.upload))


def address(work: FilesWork, call: AddressParts) -> PartAddresses:
    """Where these parts go, each by an address for the bytes that are announced, for an hour.

    Raises NotFound, AccessEnded, InvalidInput as `AddressParts` says; a part that was announced
    before with another digest is of another file.
    """
    own = access.own_upload(work, call.caller, call.document_id)
    upload = own.must_go_on()
    if any(part.number > upload.parts for part in call.parts):
        raise InvalidInput(f"This file has {upload.parts} parts.", field="parts")
    _announce(work, upload, {part.number: part.sha256 for part in call.parts})
    key = buckets.version(own.document.firm_id, own.version.id)
    store_id = _store_id(work, upload, key)
    return PartAddresses(
        items=[
            PartAddress(
                number=part.number,
                url=part_address(work.store, key, part.sha256, store_id, part.number),
            )
            for part in call.parts
        ],
        expires_at=work.now + PART_FOR,
    )


def look(work: FilesWork, call: GetUpload) -> UploadShown:
    """How far it has come. Raises NotFound."""
    own = access.own_upload(work, call.caller, call.document_id)
    if own.upload is None:
        raise NotFound()
    return _shown(own, own.upload, _received(work.apart(), own, own.upload))


def stored(store: Store, own: OwnUpload, upload: Upload) -> dict[int, multipart.StoredPart]:
    """The parts that are there and as long as they must be."""
    key = buckets.version(own.document.firm_id, own.version.id)
    found = _whole(store, key) if upload.parts == 1 else _in_parts(store, key, upload)
    size = own.version.size
    return {
        number: part
        for number, part in found.items()
        if part.size == limits.part_length(size, number)
    }


def _whole(store: Store, key: str) -> dict[int, multipart.StoredPart]:
    there = objects.stat(store, key)
    return {1: multipart.StoredPart(there.etag, there.size)} if there else {}


def _in_parts(store: Store, key: str, upload: Upload) -> dict[int, multipart.StoredPart]:
    """An upload that the store has lost is begun there anew at the next need."""
    if not upload.store_id:
        return {}
    there = multipart.list_parts(store, key, upload.store_id)
    if there is None:
        upload.store_id = ""
    return there or {}


def _store_once(work: FilesWork, call: BeginUpload, part: Part) -> None:
    """Nothing where there is a document of this id."""
    kind = kind_of(call.media_type, call.name)
    of_both = {"name": call.name, "size": call.size, "kind": kind, "state": "uploading"}
    document = {
        "id": call.document_id,
        "firm_id": part.firm_id,
        "matter_id": part.matter_id,
        "conversation_id": call.conversation_id,
        "ref": "",
        "folder": "",
        "author_id": part.person_id,
        "author_role": part.role,
        "origin": "portal",
        "version": 1,
        "change": 0,
        "created_at": work.now,
        "words": kept(part.matter_id, call.name),
        **of_both,
    }
    new = insert(Document).values(document).on_conflict_do_nothing().returning(Document.id)
    if work.session.scalar(new) is not None:
        _store_version(work, call, of_both)
        unsent.check(work, part.person_id)


def _store_version(work: FilesWork, call: BeginUpload, of_both: dict[str, Any]) -> None:
    version_id = ids.new_id()
    version = {
        "id": version_id,
        "document_id": call.document_id,
        "number": 1,
        "declared_type": call.media_type,
        "created_at": work.now,
        **of_both,
    }
    upload = {
        "version_id": version_id,
        "part_size": limits.PART_SIZE,
        "parts": limits.parts(call.size),
        "expires_at": work.now + limits.ABANDONED_AFTER,
    }
    work.session.execute(insert(Version).values(version))
    work.session.execute(insert(Upload).values(upload))


def _is_same(own: OwnUpload, call: BeginUpload) -> bool:
    return (own.document.conversation_id, own.version.name, own.version.size) == (
        call.conversation_id,
        call.name,
        call.size,
    )


def _announce(work: FilesWork, upload: Upload, digests: dict[int, str]) -> None:
    """Raises InvalidInput where one was announced before with another digest."""
    rows = [
        {"version_id": upload.version_id, "number": number, "sha256": sha256}
        for number, sha256 in sorted(digests.items())
    ]
    work.session.execute(insert(UploadPart).values(rows).on_conflict_do_nothing())
    if digests.items() - announced(work, upload.version_id).items():
        raise InvalidInput("This is another file than the one that was begun.", field="parts")


def announced(work: FilesWork, version_id: uuid.UUID) -> dict[int, str]:
    """The digest (base64) of each part for which an address was asked."""
    query = select(UploadPart.number, UploadPart.sha256).where(UploadPart.version_id == version_id)
    return {row.number: row.sha256 for row in work.session.execute(query)}


def _store_id(work: FilesWork, upload: Upload, key: str) -> str:
    """The store's own id of an upload in several parts, begun there at the first need.

    Of two that begin it at once one is left over; the store sweeps it.
    """
    if upload.parts == 1 or upload.store_id:
        return upload.store_id
    begun = multipart.create(work.apart(), key)
    this = Upload.version_id == upload.version_id
    work.session.execute(
        update(Upload).where(this, Upload.store_id == "").values(store_id=begun),
        execution_options={"synchronize_session": False},
    )
    kept = work.session.scalar(select(Upload.store_id).where(this))
    if kept is None:  # given up meanwhile
        raise NotFound()
    return kept


def _received(store: Store, own: OwnUpload, upload: Upload) -> list[int]:
    return sorted(stored(store, own, upload))


def _shown(own: OwnUpload, upload: Upload, received: list[int]) -> UploadShown:
    return UploadShown(
        document_id=own.document.id,
        part_size=upload.part_size,
        parts=upload.parts,
        expires_at=upload.expires_at,
        received=received,
    )
