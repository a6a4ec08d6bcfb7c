"""A message is withdrawn: nobody reads it any more, a line says so, and all of it is kept."""

import datetime
import uuid

from sqlalchemy import Uuid, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from backbone.work import Work
from contracts.calls.message_changes import WithdrawMessage
from contracts.calls.messaging import Message as MessageShown
from contracts.events.messages import MessageWithdrawn
from roster.models import Participant
from services.messaging import access, changing, history, readings
from services.messaging.access import Standing
from services.messaging.models import Attachment, Conversation, Message, ReadMark
from services.messaging.unread import Unread


def withdraw(work: Work, call: WithdrawMessage) -> MessageShown:
    """The caller's own message. The same call again changes nothing. Raises as it says there."""
    standing, message = access.for_changing(
        work, call.caller, call.conversation_id, call.message_id
    )
    changing.require_own(call.caller, message)
    if message.withdrawn_at is None:
        changing.require_open(standing)
        take_back(work, standing, message, work.now)
    return history.chosen(work, call.caller, call.conversation_id, [message.id])[0]


def take_back(work: Work, standing: Standing, message: Message, at: datetime.datetime) -> None:
    """Its text stays with its revisions alone; `standing`: of who does it."""
    changing.keep_first(work, message)
    readings.keep(work, message)
    message.body = message.words = ""
    message.withdrawn_at, message.withdrawn_by = at, standing.person_id
    changing.numbered(work, message)
    work.session.flush()
    this = {"conversation": message.conversation_id, "message": message.id}
    changing.tell(
        work,
        MessageWithdrawn,
        standing,
        message,
        author=changing.author(work, message),
        withdrawn_at=at,
        last_position=standing.last_position,
        settled=_settled(work, message),
        documents=list(work.session.scalars(_ITS_ALONE, this)),
    )


def _settled(work: Work, message: Message) -> list[uuid.UUID]:
    given = {"conversation": message.conversation_id}
    return list(work.session.scalars(_SETTLED, given))


_conversation = bindparam("conversation", type_=Uuid)
_mark = (
    select(func.coalesce(func.max(ReadMark.position), 0))
    .where(ReadMark.conversation_id == Conversation.id, ReadMark.person_id == Participant.person_id)
    .correlate(Conversation, Participant)
    .scalar_subquery()
)
_unread = Unread(
    conversation_id=Conversation.id,
    matter_id=Conversation.matter_id,
    me=Participant.person_id,
    mark=_mark,
    last=Conversation.last_position,
    from_date=Participant.from_date,
)
_SETTLED = (
    select(Participant.person_id)
    .join(Conversation, Conversation.matter_id == Participant.matter_id)
    .where(Conversation.id == _conversation, Participant.removed_at.is_(None), ~_unread.any())
    .order_by(Participant.person_id)
)
_other, _carrier = aliased(Attachment), aliased(Message)
_ITS_ALONE = (
    select(Attachment.document_id)
    .where(
        Attachment.message_id == bindparam("message", type_=Uuid),
        ~exists().where(
            _other.document_id == Attachment.document_id,
            _other.message_id != Attachment.message_id,
            _carrier.id == _other.message_id,
            _carrier.withdrawn_at.is_(None),
        ),
    )
    .order_by(Attachment.place)
)
