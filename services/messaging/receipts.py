"""Who has read how far."""

import uuid

from sqlalchemy import DateTime, Uuid, and_, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import insert

from backbone.postgres.prepared import Prepared
from backbone.work import Work
from contracts.calls.messaging import MarkRead, ReadState
from contracts.errors import NotFound
from contracts.events.messages import MessageRead
from roster.access import on_behalf_of
from roster.models import Matter, Participant, ReceiptsShown
from services.messaging import access
from services.messaging.access import Standing
from services.messaging.models import Conversation, Message, ReadMark
from services.messaging.unread import Unread


def mark(work: Work, call: MarkRead) -> ReadState:
    """The caller has seen everything up to and including the message.

    A mark never moves back; `message.read` goes out when it moves: to the firm, and to the other
    participants where the firm shows receipts. In a closed matter too. Raises NotFound where the
    caller takes no part or may not see the message.
    """
    given = on_behalf_of(
        call.caller, conversation_id=call.conversation_id, message_id=call.message_id
    )
    row = work.session.execute(_READING, given).one_or_none()
    if row is None:
        raise NotFound()
    *columns, position, revision, shown = row
    standing = Standing(*columns)
    if _move(work, standing, call, position):
        audience = (standing.audience or []) if shown else [standing.person_id]
        told = _read(work, standing, call, position, revision, audience)
        work.publish(told, standing.firm_id)
    return _state(work, standing)


def told_to(work: Work, standing: Standing) -> list[uuid.UUID]:
    """For whom a reading is news: those who see the message, or its reader alone."""
    shown = work.session.scalar(_SHOWN, {"firm": standing.firm_id})
    return [standing.person_id] if shown is False else standing.audience or []


def _move(work: Work, standing: Standing, call: MarkRead, position: int) -> bool:
    values = {
        "conversation_id": standing.conversation_id,
        "person_id": standing.person_id,
        "position": position,
        "message_id": call.message_id,
        "read_at": work.now,
    }
    return work.session.execute(_MOVE, values).one_or_none() is not None


def _read(
    work: Work,
    standing: Standing,
    call: MarkRead,
    position: int,
    revision: int,
    audience: list[uuid.UUID],
) -> MessageRead:
    return MessageRead(
        conversation_id=standing.conversation_id,
        matter_id=standing.matter_id,
        matter_ref=standing.matter_ref,
        message_id=call.message_id,
        position=position,
        audience=audience,
        reader=standing.person,
        read_at=work.now,
        revision=revision,
    )


def _state(work: Work, standing: Standing) -> ReadState:
    given = {
        "conversation_id": standing.conversation_id,
        "person_id": standing.person_id,
        "from_date": standing.from_date,
    }
    read_up_to, unread = _STATE.run(work.session.connection(), given).one()
    return ReadState(conversation_id=standing.conversation_id, read_up_to=read_up_to, unread=unread)


_SHOWN = select(ReceiptsShown.shown).where(ReceiptsShown.firm_id == bindparam("firm"))
# The news is for those who may see the message that was read.
_READING = (
    access.callers_standing(Message.sent_at)
    .add_columns(Message.position, Message.revision, func.coalesce(ReceiptsShown.shown, true()))
    .outerjoin(ReceiptsShown, ReceiptsShown.firm_id == Matter.firm_id)
    .join(
        Message,
        and_(
            Message.conversation_id == Conversation.id,
            Message.id == bindparam("message_id", type_=Uuid),
            access.visible_to(Participant.from_date),
        ),
    )
)
_moved = insert(ReadMark)
_MOVE = _moved.on_conflict_do_update(
    index_elements=[ReadMark.conversation_id, ReadMark.person_id],
    set_={
        "position": _moved.excluded.position,
        "message_id": _moved.excluded.message_id,
        "read_at": _moved.excluded.read_at,
    },
    where=ReadMark.position < _moved.excluded.position,
).returning(ReadMark.position)
_unread = Unread(
    conversation_id=ReadMark.conversation_id,
    matter_id=Conversation.matter_id,
    me=ReadMark.person_id,
    mark=ReadMark.position,
    last=Conversation.last_position,
    from_date=bindparam("from_date", type_=DateTime(timezone=True)),
)
_STATE = Prepared(
    select(ReadMark.message_id, _unread.count())
    .join(Conversation, Conversation.id == ReadMark.conversation_id)
    .where(
        ReadMark.conversation_id == bindparam("conversation_id", type_=Uuid),
        ReadMark.person_id == bindparam("person_id", type_=Uuid),
    )
)
