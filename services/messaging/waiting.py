"""How each conversation stands with those who take part now, said again to a list that is filled.

As the facts say it: it was opened by what was sent, closed by what was read and by what one wrote
oneself, and by withdrawals where nothing is left to be read.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select

from backbone.work import Work
from roster.models import Matter, Participant, Person
from services.messaging import access
from services.messaging.models import Conversation, Message, ReadMark
from services.messaging.unread import Unread
from waiting.restating import Stands, said_again
from waiting.rule import Wait


def _standing(work: Work, conversation_ids: Sequence[uuid.UUID]) -> Stands:
    stands: Stands = {}
    for row in work.session.execute(_STANDS, {"conversations": conversation_ids}):
        if row.opened is not None:
            closed = max(row.mark, row.own, 0 if row.unread else row.opened)
            stands.setdefault(row.id, {})[row.person_id] = Wait(row.opened, closed)
    return stands


_CONVERSATIONS = (
    select(
        Conversation.id,
        Conversation.subject_line.label("title"),
        Matter.firm_id,
        Matter.ref.label("matter_ref"),
        Message.position.label("number"),
        Message.sent_at.label("at"),
        Person.name.label("author"),
        Person.id.label("author_id"),
    )
    .join(Matter, Matter.id == Conversation.matter_id)
    .join(
        Message,
        (Message.conversation_id == Conversation.id)
        & (Message.position == Conversation.last_position),
    )
    .join(Person, Person.id == Message.author_id)
)
_mark = func.coalesce(ReadMark.position, 0)
_of_the_conversation = Message.conversation_id == Conversation.id
_newest = select(func.max(Message.position))
_seen = (
    _newest.where(_of_the_conversation, access.visible_to(Participant.from_date))
    .correlate(Conversation, Participant)
    .scalar_subquery()
)
_own = (
    _newest.where(_of_the_conversation, Message.author_id == Participant.person_id)
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
_STANDS = (
    select(
        Conversation.id,
        Participant.person_id,
        _seen.label("opened"),
        _mark.label("mark"),
        func.coalesce(_own, 0).label("own"),
        _unread.any().label("unread"),
    )
    .join(Participant, Participant.matter_id == Conversation.matter_id)
    .outerjoin(
        ReadMark,
        (ReadMark.conversation_id == Conversation.id)
        & (ReadMark.person_id == Participant.person_id),
    )
    .where(
        Conversation.id == any_(bindparam("conversations", type_=ARRAY(Uuid))),
        Participant.removed_at.is_(None),
    )
)
# Those in which something was said.
RESTATES = (said_again("conversation", _CONVERSATIONS, Conversation.id, _standing),)
