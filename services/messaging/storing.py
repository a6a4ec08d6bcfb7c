"""Puts a message into the database, with all that moves along and its event, in one round trip."""

from typing import Any

from sqlalchemy import DateTime, Uuid, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import TSVECTOR, insert

from backbone.outbox.writing import publishing
from backbone.postgres.prepared import Prepared
from backbone.work import Work
from finding.keeping import kept
from services.messaging import places
from services.messaging.access import Standing
from services.messaging.models import Conversation, Message, ReadMark
from services.messaging.unread import Unread


def store_once(
    work: Work,
    message: Message,
    outgoing: dict[str, Any],
    *,
    reader: Standing | None,
) -> bool:
    """Store the message and move its conversation on; False, and nothing, when its id is taken.

    `outgoing`: the event of it, as `work.row_of` makes it. `reader`: the author, whose read
    mark then moves along, unless something that the others wrote was left unread.
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
        "new_attached": message.attached,
        "new_reply": message.reply_to,
        "new_document": message.document_id,
        "new_version": message.document_version,
        "new_words": kept(message.conversation_id, message.body),
        **outgoing,
    }
    connection = work.session.connection()
    if reader is None:
        found = _STORE.run(connection, values)
    else:
        values |= {"matter": reader.matter_id, "from_date": reader.from_date}
        found = _STORE_AND_MARK.run(connection, values)
    return found.one_or_none() is not None


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
        attached=bindparam("new_attached"),
        reply_to=bindparam("new_reply"),
        document_id=bindparam("new_document"),
        document_version=bindparam("new_version"),
        words=bindparam("new_words", type_=TSVECTOR),
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
_unread = Unread(
    conversation_id=_stored.c.conversation_id,
    matter_id=bindparam("matter", type_=Uuid),
    me=_stored.c.author_id,
    mark=_mark,
    last=_stored.c.position - 1,
    from_date=bindparam("from_date", type_=DateTime(timezone=True)),
)
_reading = insert(ReadMark).from_select(
    ["conversation_id", "person_id", "position", "message_id", "read_at"],
    select(
        _stored.c.conversation_id,
        _stored.c.author_id,
        _stored.c.position,
        _stored.c.id,
        _stored.c.sent_at,
    ).where(~_unread.any()),
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
_storing = publishing(_stored).add_cte(_moved, places.moved_by(_stored))
_STORE = Prepared(_storing)
_STORE_AND_MARK = Prepared(_storing.add_cte(_marked))
