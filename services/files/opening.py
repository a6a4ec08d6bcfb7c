"""Opening a document: an address of its bytes for a minute, and who has opened what on record."""

from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from contracts import buckets
from contracts.calls.files import AddressDocument, DocumentAddress, Purpose
from contracts.errors import NotFound, NotReady
from contracts.events.documents import (
    DocumentDownloaded,
    DocumentOpened,
    DocumentPrinted,
    DocumentViewed,
)
from contracts.events.persons import Person as Named
from roster.access import on_behalf_of, takes_part
from roster.models import Matter, Person
from services.files import access
from services.files.access import AnyRow
from services.files.models import Document, Opening, Version
from services.files.store import OPEN_FOR, get_address
from services.files.work import FilesWork

_WHY_NOT = {
    "refused": "This document was refused. Nobody can open it.",
    "uploading": "This document has not arrived yet.",
}
_WAYS: dict[Purpose, tuple[str, type[DocumentOpened]]] = {
    "view": ("viewed_at", DocumentViewed),
    "print": ("printed_at", DocumentPrinted),
    "download": ("downloaded_at", DocumentDownloaded),
}


def address(work: FilesWork, call: AddressDocument) -> DocumentAddress:
    """Where its bytes, or a rendition's, can be read for a minute; the firm hears of it, once.

    Raises NotFound and NotReady as `AddressDocument` says.
    """
    found = _found(work, call)
    must_be_ready(found)
    name = _name(found, call.rendition)
    note(work, call.purpose, found)
    key = buckets.version(found.firm_id, found.version_id, call.rendition)
    return DocumentAddress(url=get_address(work.store, key, name), expires_at=work.now + OPEN_FOR)


def must_be_ready(found: AnyRow) -> None:
    """Raises NotReady."""
    if found.state != "ready":
        why = _WHY_NOT.get(found.state, "")
        raise NotReady(why, state=found.state)


def note(work: FilesWork, purpose: Purpose, found: AnyRow) -> None:
    """On record once for each person, version and way; not of what was not sent yet."""
    if found.shared_at is None:
        return
    column, kind = _WAYS[purpose]
    row = {"document_id": found.id, "version": found.number, "person_id": found.person_id}
    new = insert(Opening).values(row | {column: work.now})
    noted = new.on_conflict_do_update(
        index_elements=[Opening.document_id, Opening.version, Opening.person_id],
        set_={column: work.now},
        where=getattr(Opening, column).is_(None),
    ).returning(Opening.version)
    if work.session.execute(noted).first() is None:
        return
    event = kind(
        matter_id=found.matter_id,
        matter_ref=found.matter_ref,
        audience=[found.person_id],
        document_id=found.id,
        document_ref=found.ref,
        conversation_id=found.conversation_id,
        name=found.name,
        version=found.number,
        reader=Named(
            person_id=found.person_id, contact_ref=found.person_ref, name=found.person_name
        ),
        at=work.now,
    )
    work.publish(event, found.firm_id)


def _found(work: FilesWork, call: AddressDocument) -> AnyRow:
    given = on_behalf_of(call.caller, document_id=call.document_id, number=call.version)
    row = work.session.execute(_FOUND, given).one_or_none()
    if row is None:
        raise NotFound()
    return row


def _name(found: AnyRow, rendition: str) -> str:
    """Under which it is saved. Raises NotFound for a rendition that there is not."""
    if not rendition:
        return str(found.name)
    made = next((each for each in found.renditions if each["name"] == rendition), None)
    if made is None:
        raise NotFound()
    # What came with an e-mail has a name of its own.
    return made.get("file_name") or f"{found.name}.{rendition.rpartition('.')[2]}"


_me = takes_part()
# What of a version, and of the caller, is needed to let them open it.
OPENED = (
    select(
        Document.id,
        Document.firm_id,
        Document.matter_id,
        Matter.ref.label("matter_ref"),
        Document.conversation_id,
        Document.ref,
        Document.shared_at,
        Version.id.label("version_id"),
        Version.number,
        Version.name,
        Version.size,
        Version.state,
        Version.renditions,
        _me.c.person_id,
        Person.ref.label("person_ref"),
        Person.name.label("person_name"),
    )
    .join(_me, _me.c.matter_id == Document.matter_id)
    .join(Matter, Matter.id == Document.matter_id)
    .join(Person, Person.id == _me.c.person_id)
    .join(Version, Version.document_id == Document.id)
    .where(access.visible(_me), access.visible_version(_me))
)
_FOUND = OPENED.where(Document.id == bindparam("document_id", type_=Uuid), access.IS_ASKED)
