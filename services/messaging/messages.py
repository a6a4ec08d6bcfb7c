"""A message takes its place in a conversation, once, and the news of it goes out with it."""

import datetime
import uuid

from sqlalchemy import bindparam, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backbone import outbox
from contracts.calls.messaging import Message as MessageShown
from contracts.errors import Conflict
from contracts.events.portal import MessageSent, Person
from services.messaging import access, paging
from services.messaging.access import Place
from services.messaging.models import Conversation, Message, Origin, ReadMark


def new(
    place: Place, id: uuid.UUID, body: str, origin: Origin, *, at: datetime.datetime, ref: str = ""
) -> Message:
    """The next message at this place, not stored yet; the place's conversation must be locked."""
    return Message(
        id=id,
        conversation_id=place.conversation_id,
        position=place.last_position + 1,
        author_id=place.person_id,
        author_role=place.role,
        origin=origin,
        ref=ref,
        body=body,
        sent_at=at,
    )


def store(session: Session, place: Place, message: Message, *, marking_read: bool) -> bool:
    """Store the message and publish `message.sent`; False when there is one of this id.

    `marking_read`: the author's read mark moves along if nothing of others' was left unread.
    """
    values = {
        "new_id": message.id,
        "new_conversation": message.conversation_id,
        "new_position": message.position,
        "new_author": message.author_id,
        "new_role": message.author_role,
        "new_origin": message.origin,
        "new_ref": message.ref,
        "new_body": message.body,
        "new_time": message.sent_at,
    }
    if marking_read:
        statement, values["from_date"] = _STORE_AND_MARK, place.from_date
    else:
        statement = _STORE
    if session.execute(statement, values).one_or_none() is None:
        return False
    outbox.publish(session, _sent(place, message), place.firm_id)
    return True


def stored_before(session: Session, message: Message) -> Message | None:
    """The same message as it was stored before, if it was. Raises Conflict for the same id with
    another author, conversation or body."""
    found = session.scalar(select(Message).where(Message.id == message.id))
    if found is not None and _content(found) != _content(message):
        raise Conflict()
    return found


def shown(message: Message, place: Place) -> MessageShown:
    """The message as its author sees it."""
    return MessageShown(
        id=message.id,
        conversation_id=message.conversation_id,
        author_id=message.author_id,
        author_name=place.person_name,
        author_role=message.author_role,
        mine=True,
        body=message.body,
        sent_at=message.sent_at,
        cursor=paging.of_position(message.position),
    )


def _content(message: Message) -> tuple[uuid.UUID, uuid.UUID, str]:
    return message.author_id, message.conversation_id, message.body


def _sent(place: Place, message: Message) -> MessageSent:
    return MessageSent(
        conversation_id=place.conversation_id,
        matter_id=place.matter_id,
        matter_ref=place.matter_ref,
        message_id=message.id,
        position=message.position,
        audience=place.audience or [],
        author=Person(
            person_id=place.person_id, contact_ref=place.person_ref, name=place.person_name
        ),
        origin=message.origin,
        body=message.body,
        sent_at=message.sent_at,
        conversation_ref=place.conversation_ref,
        message_ref=message.ref,
    )


# One round trip: the message, the conversation's count and activity, and the author's read mark.
_stored = (
    insert(Message)
    .values(
        id=bindparam("new_id"),
        conversation_id=bindparam("new_conversation"),
        position=bindparam("new_position"),
        author_id=bindparam("new_author"),
        author_role=bindparam("new_role"),
        origin=bindparam("new_origin"),
        ref=bindparam("new_ref"),
        body=bindparam("new_body"),
        sent_at=bindparam("new_time"),
    )
    .on_conflict_do_nothing(index_elements=[Message.id])
    .returning(
        Message.id, Message.conversation_id, Message.position, Message.author_id, Message.sent_at
    )
    .cte("stored")
)
_moved = (
    update(Conversation)
    .where(Conversation.id == _stored.c.conversation_id)
    .values(
        last_position=_stored.c.position,
        active_at=func.greatest(Conversation.active_at, _stored.c.sent_at),
    )
    .returning(Conversation.id)
    .cte("moved")
)
_mark = (
    select(func.coalesce(func.max(ReadMark.position), 0))
    .where(
        ReadMark.conversation_id == _stored.c.conversation_id,
        ReadMark.person_id == _stored.c.author_id,
    )
    .correlate(_stored)
    .scalar_subquery()
)
_left_unread = (
    exists()
    .where(
        Message.conversation_id == _stored.c.conversation_id,
        Message.position > _mark,
        Message.author_id != _stored.c.author_id,
        access.visible_to(bindparam("from_date")),
    )
    .correlate(_stored)
)
_reading = insert(ReadMark).from_select(
    ["conversation_id", "person_id", "position", "message_id", "read_at"],
    select(
        _stored.c.conversation_id,
        _stored.c.author_id,
        _stored.c.position,
        _stored.c.id,
        _stored.c.sent_at,
    ).where(~_left_unread),
)
_marked = (
    _reading.on_conflict_do_update(
        index_elements=[ReadMark.conversation_id, ReadMark.person_id],
        set_={
            "position": _reading.excluded.position,
            "message_id": _reading.excluded.message_id,
            "read_at": _reading.excluded.read_at,
        },
        where=ReadMark.position < _reading.excluded.position,
    )
    .returning(ReadMark.position)
    .cte("marked")
)
_STORE = select(_stored.c.id).add_cte(_moved)
_STORE_AND_MARK = _STORE.add_cte(_marked)
