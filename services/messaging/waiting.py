"""How each conversation stands with those who take part now, said again to a list that is filled.

As the facts say it: it was opened by what was sent, closed by what was read and by what one wrote
oneself, and by withdrawals where nothing is left to be read.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select

from backbone.restating import BATCH, Asked, Fact, Facts
from backbone.work import Work
from contracts.events.facts import About, Item
from contracts.events.waiting import ThingRestated
from roster.models import Matter, Participant, Person
from services.messaging import access
from services.messaging.access import AnyRow
from services.messaging.models import Conversation, Message, ReadMark
from services.messaging.unread import Unread
from waiting import rule
from waiting.rule import Wait

Stands = dict[uuid.UUID, dict[uuid.UUID, Wait]]  # by conversation and person


def conversations(work: Work, asked: Asked, after: str) -> list[Fact]:
    """Those in which something was said, by their ids."""
    place = uuid.UUID(after) if after else uuid.UUID(int=0)
    rows = work.session.execute(_NEXT, {"after": place}).all()
    stands = _stands(work, [row.id for row in rows])
    return [
        Fact(row.firm_id, _restated(row, stands.get(row.id, {}), asked), str(row.id))
        for row in rows
    ]


def _stands(work: Work, conversation_ids: Sequence[uuid.UUID]) -> Stands:
    stands: Stands = {}
    for row in work.session.execute(_STANDS, {"conversations": conversation_ids}):
        if row.opened is not None:
            closed = max(row.mark, row.own, 0 if row.unread else row.opened)
            stands.setdefault(row.id, {})[row.person_id] = Wait(row.opened, closed)
    return stands


def _restated(row: AnyRow, stands: dict[uuid.UUID, Wait], asked: Asked) -> ThingRestated:
    about = About("conversation", row.id)
    return ThingRestated(
        to=asked.to,
        run=asked.run,
        matter_ref=row.matter_ref,
        about=about,
        item=Item(number=row.position, title=row.subject_line, author=row.author),
        waits=rule.grouped(about, stands),
        at=row.sent_at,
    )


_NEXT = (
    select(
        Conversation.id,
        Conversation.subject_line,
        Matter.firm_id,
        Matter.ref.label("matter_ref"),
        Message.position,
        Message.sent_at,
        Person.name.label("author"),
    )
    .join(Matter, Matter.id == Conversation.matter_id)
    .join(
        Message,
        (Message.conversation_id == Conversation.id)
        & (Message.position == Conversation.last_position),
    )
    .join(Person, Person.id == Message.author_id)
    .where(Conversation.id > bindparam("after", type_=Uuid))
    .order_by(Conversation.id)
    .limit(BATCH)
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
RESTATES = (Facts(ThingRestated, conversations),)
