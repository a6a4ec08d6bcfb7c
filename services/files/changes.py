"""How a document now stands is told to all who may see it, and to its firm.

The service and its worker tell it alike: so these functions take a session and a moment.
"""

import datetime
import uuid
from typing import Any

from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.orm import Session

from backbone.outbox import writing
from contracts import buckets
from contracts.events.documents import (
    DocumentChanged,
    DocumentReady,
    DocumentRefused,
    DocumentStands,
    DocumentUploaded,
)
from contracts.events.persons import Person as Named
from contracts.values import AttachmentState
from roster.models import Matter, Participant, Person
from services.files.models import Document, Version

REFUSALS = {
    "virus": "It carries a virus.",
    "program": "It is a program, or holds one.",
    "missing": "Nothing lies in the drop bucket under the key '{key}'.",
    "size": "What lies in the drop bucket has another size than the event says.",
    "unchecked": "It could not be checked, again and again.",
    "not_drawn": "It could not be drawn, again and again.",
    "sha256": "What lies in the drop bucket has another SHA-256 than the event says.",
}


def tell_uploaded(
    session: Session, now: datetime.datetime, document: Document, message_id: uuid.UUID
) -> None:
    """It was sent with a message; and checked before, if it was."""
    _publish(session, now, document, DocumentUploaded, message_id=message_id)
    if document.state == "ready":
        tell_ready(session, now, document)


def tell_changed(session: Session, now: datetime.datetime, document: Document) -> None:
    """Something is new that is no news for the firm."""
    _publish(session, now, document, DocumentChanged)


def tell_ready(session: Session, now: datetime.datetime, document: Document) -> None:
    """The version that is shown was found good. Of what was not sent only its uploader hears."""
    if document.shared_at is None:
        tell_changed(session, now, document)
        return
    version = _version(session, document)
    _publish(
        session,
        now,
        document,
        DocumentReady,
        sha256=version.sha256,
        key=buckets.version(document.firm_id, version.id),
        scanned=version.scanned or "not_checked",
    )


def tell_refused(
    session: Session, now: datetime.datetime, document: Document, version: Version
) -> None:
    """This version cannot be opened. Of what was not sent only its uploader hears."""
    code = version.refusal
    if code is None or (document.shared_at is None and document.origin == "portal"):
        tell_changed(session, now, document)
        return
    reason = REFUSALS[code].format(key=version.drop_key)
    number = version.number
    _publish(
        session, now, document, DocumentRefused, refused_version=number, code=code, reason=reason
    )


def audience(session: Session, document: Document) -> list[uuid.UUID]:
    """Those who may see it: its author alone until it is shared."""
    if document.shared_at is None:
        return [document.author_id]
    given = {"matter": document.matter_id, "at": document.shared_at}
    return list(session.scalars(_WHO_SEE, given))


def _publish(
    session: Session,
    now: datetime.datetime,
    document: Document,
    kind: type[DocumentStands],
    **more: Any,
) -> None:
    """The document is locked by whoever changed it."""
    document.change += 1
    session.flush()
    event = kind(**_told(session, now, document), **more)
    writing.publish(session, event, document.firm_id, time=now)


def _told(session: Session, now: datetime.datetime, document: Document) -> dict[str, Any]:
    version = _version(session, document)
    given = {"matter": document.matter_id, "author": document.author_id}
    matter_ref, author_ref, author_name = session.execute(_NAMES, given).one()
    return {
        "matter_id": document.matter_id,
        "matter_ref": matter_ref,
        "audience": audience(session, document),
        "document_id": document.id,
        "document_ref": document.ref,
        "conversation_id": document.conversation_id,
        "name": document.name,
        "version": document.version,
        "origin": document.origin,
        "author": Named(person_id=document.author_id, contact_ref=author_ref, name=author_name),
        "size": document.size,
        "media_type": version.media_type or version.declared_type,
        "state": _state(document),
        "change": document.change,
        "at": now,
        "shared_at": document.shared_at,
    }


def _version(session: Session, document: Document) -> Version:
    given = {"document": document.id, "number": document.version}
    return session.execute(_VERSION, given).scalar_one()


def _state(document: Document) -> AttachmentState:
    if document.revoked_at is not None:
        return "revoked"
    return "checking" if document.state == "uploading" else document.state


_VERSION = select(Version).where(
    Version.document_id == bindparam("document", type_=Uuid),
    Version.number == bindparam("number"),
)
_NAMES = (
    select(Matter.ref, Person.ref, Person.name)
    .join_from(Matter, Person, Person.id == bindparam("author", type_=Uuid))
    .where(Matter.id == bindparam("matter", type_=Uuid))
)
_WHO_SEE = (
    select(Participant.person_id)
    .where(
        Participant.matter_id == bindparam("matter", type_=Uuid),
        Participant.removed_at.is_(None),
        Participant.from_date <= bindparam("at"),
    )
    .order_by(Participant.person_id)
)
