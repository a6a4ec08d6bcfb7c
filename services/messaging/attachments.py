"""Documents that come with messages: what they are called here, and how they stand by now.

Files owns them. What it tells of a document is kept in a row of it, and a message points there.
"""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts import ids
from contracts.calls.files import Voucher
from contracts.calls.messaging import Attachment as AttachmentShown
from contracts.errors import EventRefused, NotYet
from contracts.events.documents import DocumentStands
from contracts.events.messages import AttachedDocument, MessagePosted
from services.messaging.models import Attachment, Document


def note(work: Work, event: DocumentStands) -> None:
    """How the document stands. What comes late, or again, is known by its change."""
    _put(
        work,
        id=event.document_id,
        matter_id=event.matter_id,
        conversation_id=event.conversation_id,
        ref=event.document_ref,
        name=event.name,
        media_type=event.media_type,
        size=event.size,
        state=event.state,
        version=event.version,
        change=event.change,
        shared_at=event.shared_at,
    )


def vouched(work: Work, matter_id: uuid.UUID, vouchers: Sequence[Voucher]) -> list[Document]:
    """The documents for which files has vouched, in their order."""
    for each in vouchers:
        _put(
            work,
            id=each.document_id,
            matter_id=matter_id,
            ref="",
            name=each.name,
            media_type=each.media_type,
            size=each.size,
            state=each.state,
            change=each.change,
        )
    return _in_order(work, [each.document_id for each in vouchers])


def of_firm(work: Work, event: MessagePosted) -> list[Document]:
    """The documents that the firm names, which it has shared in this matter.

    Raises NotYet before, EventRefused for one that it has revoked.
    """
    named = {ids.document_id(work.firm_id, ref): ref for ref in event.attachments}
    found = _in_order(work, list(named))
    matter_id = ids.matter_id(work.firm_id, event.matter_id)
    there = {each.id for each in found if each.matter_id == matter_id}
    for document_id, ref in named.items():
        if document_id not in there:
            raise NotYet(f"The document '{ref}' has not been shared in '{event.matter_id}'.")
    for each in found:
        if each.state == "revoked":
            raise EventRefused(f"The document '{each.ref}' was revoked.")
    return found


def attach(work: Work, message_id: uuid.UUID, documents: Sequence[Document]) -> None:
    """To a message that was just stored; some."""
    rows = [
        {"message_id": message_id, "place": place, "document_id": document.id}
        for place, document in enumerate(documents)
    ]
    work.session.execute(insert(Attachment), rows)


def ids_of(work: Work, message_id: uuid.UUID) -> list[uuid.UUID]:
    """The documents of a message, in their order."""
    query = select(Attachment.document_id).where(Attachment.message_id == message_id)
    return list(work.session.scalars(query.order_by(Attachment.place)))


def of(work: Work, messages: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[AttachmentShown]]:
    """The attachments of each message that has any, in one statement."""
    found: dict[uuid.UUID, list[AttachmentShown]] = {}
    for message_id, document in work.session.execute(_OF, {"messages": list(messages)}):
        found.setdefault(message_id, []).append(shown(document))
    return found


def shown(document: Document) -> AttachmentShown:
    """As those who read the message see it: of what was revoked not even the name."""
    gone = document.state == "revoked"
    return AttachmentShown(
        document_id=document.id,
        name="" if gone else document.name,
        media_type="" if gone else document.media_type,
        size=0 if gone else document.size,
        state=document.state,
        version=document.version or 1,
    )


def named(document: Document) -> AttachedDocument:
    """As the news of a message names it."""
    return AttachedDocument(
        document_id=document.id,
        document_ref=document.ref,
        name=document.name,
        media_type=document.media_type,
        size=document.size,
    )


def _put(work: Work, **row: Any) -> None:
    given = insert(Document).values(row)
    told = {name: given.excluded[name] for name in row if name not in ("id", "matter_id", "ref")}
    work.session.execute(
        given.on_conflict_do_update(
            index_elements=[Document.id],
            set_=told,
            where=Document.change < given.excluded.change,
        )
    )


def _in_order(work: Work, documents: list[uuid.UUID]) -> list[Document]:
    if not documents:
        return []
    found = {row.id: row for row in work.session.scalars(_DOCUMENTS, {"documents": documents})}
    return [found[each] for each in documents if each in found]


_DOCUMENTS = (
    select(Document)
    .where(Document.id == any_(bindparam("documents", type_=ARRAY(Uuid))))
    .execution_options(populate_existing=True)
)
_OF = (
    select(Attachment.message_id, Document)
    .join(Document, Document.id == Attachment.document_id)
    .where(Attachment.message_id == any_(bindparam("messages", type_=ARRAY(Uuid))))
    .order_by(Attachment.message_id, Attachment.place)
)
