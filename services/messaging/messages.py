"""A message takes its place in a conversation, once, and the news of it goes out with it."""

import datetime
import uuid
from collections.abc import Sequence

from sqlalchemy import Uuid, bindparam, select

from backbone import paging
from backbone.work import Work
from contracts.calls.messaging import Message as MessageShown
from contracts.errors import Conflict
from contracts.events.documents import DocumentsSent
from contracts.events.messages import MessageSent
from contracts.values import OnDocument, Origin
from services.messaging import attachments, commenting, storing
from services.messaging.access import Standing
from services.messaging.commenting import On
from services.messaging.models import Document, Message, Revision


def new(
    standing: Standing,
    id: uuid.UUID,
    body: str,
    origin: Origin,
    *,
    at: datetime.datetime,
    ref: str = "",
    attached: Sequence[Document] = (),
    reply_to: uuid.UUID | None = None,
    document_id: uuid.UUID | None = None,
    on: On | None = None,
) -> Message:
    """The next message in this conversation, which must be locked; not stored yet."""
    return Message(
        id=id,
        conversation_id=standing.conversation_id,
        position=standing.last_position + 1,
        author_id=standing.person_id,
        author_role=standing.role,
        origin=origin,
        ref=ref,
        body=body,
        sent_at=at,
        attached=len(attached),
        reply_to=reply_to,
        revision=1,
        change=0,
        document_id=document_id,
        document_version=on and on.version,
    )


def store(
    work: Work,
    standing: Standing,
    message: Message,
    attached: Sequence[Document],
    on: On | None,
    *,
    marking_read: bool,
) -> bool:
    """Store the message and publish `message.sent`, and `documents.sent` if it brings any.

    False when there is one of this id.

    `marking_read`: the author's read mark moves along if nothing of others' was left unread.
    """
    outgoing = work.row_of(_sent(standing, message, attached, on), standing.firm_id)
    reader = standing if marking_read else None
    if not storing.store_once(work, message, outgoing, reader=reader):
        return False
    if attached:
        attachments.attach(work, message.id, attached)
        work.publish(_documents_sent(standing, message, attached), standing.firm_id)
    commenting.hang(work, message.id, on)
    return True


def stored_before(
    work: Work, message: Message, attached: Sequence[Document], about: OnDocument | None
) -> Message | None:
    """The same message as it was stored before, if it was. Raises Conflict for the same id with
    another author, conversation, first body or answer, with other attachments, or on another
    document or place of it."""
    found = work.session.scalar(select(Message).where(Message.id == message.id))
    if found is None:
        return None
    if _content(found, _first_body(work, found)) != _content(message, message.body):
        raise Conflict()
    if attached and attachments.ids_of(work, found.id) != [each.id for each in attached]:
        raise Conflict()
    if found.document_id and not commenting.hangs_at(work, found, about):
        raise Conflict()
    return found


def shown(message: Message, standing: Standing, attached: Sequence[Document]) -> MessageShown:
    """The message as its author sees it."""
    return MessageShown(
        id=message.id,
        conversation_id=message.conversation_id,
        author_id=message.author_id,
        author_name=standing.person_name,
        author_role=message.author_role,
        mine=True,
        body=message.body,
        sent_at=message.sent_at,
        cursor=paging.of_position(message.position),
        attachments=[attachments.shown(each) for each in attached],
    )


def _first_body(work: Work, message: Message) -> str:
    """What it said when it was sent."""
    if not message.change:
        return message.body
    first = work.session.scalar(_FIRST, {"message": message.id})
    return message.body if first is None else first


def _content(message: Message, body: str) -> tuple[object, ...]:
    it = message
    return it.author_id, it.conversation_id, body, it.attached, it.reply_to, it.document_id


def _sent(
    standing: Standing, message: Message, attached: Sequence[Document], on: On | None
) -> MessageSent:
    return MessageSent(
        conversation_id=standing.conversation_id,
        matter_id=standing.matter_id,
        matter_ref=standing.matter_ref,
        message_id=message.id,
        position=message.position,
        audience=standing.audience or [],
        author=standing.person,
        origin=message.origin,
        body=message.body,
        sent_at=message.sent_at,
        conversation_ref=standing.conversation_ref,
        subject_line=standing.subject_line,
        message_ref=message.ref,
        attachments=[attachments.named(each) for each in attached],
        reply_to=message.reply_to,
        on=commenting.named(on),
    )


def _documents_sent(
    standing: Standing, message: Message, attached: Sequence[Document]
) -> DocumentsSent:
    return DocumentsSent(
        matter_id=standing.matter_id,
        conversation_id=standing.conversation_id,
        message_id=message.id,
        document_ids=[each.id for each in attached],
        sent_at=message.sent_at,
    )


_FIRST = select(Revision.body).where(
    Revision.message_id == bindparam("message", type_=Uuid), Revision.number == 1
)
