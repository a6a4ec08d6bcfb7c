"""What was sent of a form is a document of the matter: begun here, drawn by the worker.

An event has room for the form or for the answers to it, so each half comes by itself.
"""

import uuid

import msgspec
from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from contracts import ids
from contracts.errors import NotYet
from contracts.events.forms import FormSubmitted, SubmissionKept
from finding.keeping import kept
from roster.models import Participant
from services.files import changes, jobs, paper_names
from services.files.models import Document, Paper, Version
from services.files.work import FilesWork

PDF = "application/pdf"


def take_answers(work: FilesWork, event: FormSubmitted) -> None:
    """The document is there from now on, as one that is still checked; the same again is none.

    Nothing for what was sent before there were papers. Raises NotYet before who sent it was added
    to the matter.
    """
    document_id = event.document_id
    if document_id is None or work.session.get(Document, document_id) is not None:
        return
    given = {"matter": event.matter_id, "person": event.by.person_id}
    role = work.session.scalar(_ROLE, given)
    if role is None:
        raise NotYet(
            f"'{event.by.contact_ref}' has not been added to the matter '{event.matter_ref}'."
        )
    document = _begun(work, event, document_id, role)
    work.session.add(document)
    work.session.flush()
    work.session.add(_version(work, document))
    _take(work, document_id, sent=event)
    changes.tell_changed(work.session, work.now, document)


def take_form(work: FilesWork, event: SubmissionKept) -> None:
    """The other half of it."""
    _take(work, event.document_id, form=event.definition)


def _begun(work: FilesWork, event: FormSubmitted, document_id: uuid.UUID, role: str) -> Document:
    called = paper_names.of(event.title, event.number)
    return Document(
        id=document_id,
        firm_id=work.firm_id,
        matter_id=event.matter_id,
        conversation_id=None,
        ref="",
        name=called,
        folder="",
        author_id=event.by.person_id,
        author_role=role,
        origin="portal",
        version=1,
        size=0,
        kind="pdf",
        state="checking",
        change=0,
        created_at=work.now,
        held_by=event.request_id,
        shared_at=event.submitted_at,
        words=kept(event.matter_id, called),
    )


def _version(work: FilesWork, document: Document) -> Version:
    return Version(
        id=ids.new_id(),
        document_id=document.id,
        number=1,
        name=document.name,
        size=0,
        declared_type=PDF,
        kind="pdf",
        state="checking",
        created_at=work.now,
        shared_at=document.shared_at,
    )


def _take(work: FilesWork, document_id: uuid.UUID, **half: msgspec.Struct) -> None:
    """It is drawn once both are there: whichever comes second finds the other."""
    said = {which: msgspec.json.encode(told).decode() for which, told in half.items()}
    put = insert(Paper).values(document_id=document_id, **said)
    put = put.on_conflict_do_update(
        index_elements=[Paper.document_id], set_=said, where=Paper.drawn_at.is_(None)
    )
    halves = work.session.execute(put.returning(Paper.form, Paper.sent)).one_or_none()
    if halves is not None and None not in halves:
        version_id = work.session.scalars(_VERSION, {"document": document_id}).one()
        jobs.add(work.session, work.now, "draw", version_id=version_id)


_ROLE = select(Participant.role).where(
    Participant.matter_id == bindparam("matter", type_=Uuid),
    Participant.person_id == bindparam("person", type_=Uuid),
)
_VERSION = select(Version.id).where(Version.document_id == bindparam("document", type_=Uuid))
