"""A message looked at closely: all its revisions, and who has read which of them."""

import uuid

from sqlalchemy import Uuid, and_, bindparam, func, or_, select, true

from backbone.work import Work
from contracts.calls.message_changes import (
    GetMessage,
    MessageDetails,
    ReaderShown,
    RevisionShown,
)
from contracts.calls.messaging import Act
from contracts.calls.messaging import Message as MessageShown
from contracts.errors import NotFound
from roster.access import is_of_the_caller, on_behalf_of
from roster.models import Matter, Participant, Person, ReceiptsShown
from services.messaging import history
from services.messaging.models import (
    Conversation,
    Message,
    Reading,
    ReadMark,
    Revision,
)


def get(work: Work, call: GetMessage) -> MessageDetails:
    """Raises NotFound for what the caller may not see."""
    found = history.chosen(work, call.caller, call.conversation_id, [call.message_id])
    if not found:
        raise NotFound()
    (message,) = found
    given = on_behalf_of(call.caller, message=message.id)
    shows = work.session.scalars(_SHOWN, given).one() and (message.mine or not message.withdrawn)
    return MessageDetails(
        message=message,
        revisions=[] if message.withdrawn else _revisions(work, message, given),
        readers=_readers(work, message.id) if shows else None,
    )


def _revisions(work: Work, message: MessageShown, given: dict[str, object]) -> list[RevisionShown]:
    kept = [
        RevisionShown(
            number=row.number, body=row.body, act=Act(at=row.at, name=row.name, mine=row.mine)
        )
        for row in work.session.execute(_REVISIONS, given)
    ]
    first = Act(at=message.sent_at, name=message.author_name, mine=message.mine)
    return kept or [RevisionShown(number=1, body=message.body, act=first)]


def _readers(work: Work, message_id: uuid.UUID) -> list[ReaderShown]:
    return [
        ReaderShown(
            person_id=row.person_id,
            name=row.name,
            role=row.role,
            revision=row.revision if row.read_at else None,
            read_at=row.read_at,
        )
        for row in work.session.execute(_READERS, {"message": message_id})
    ]


_of = bindparam("message", type_=Uuid)
_SHOWN = (
    select(func.coalesce(ReceiptsShown.shown, true()))
    .select_from(Message)
    .join(Conversation, Conversation.id == Message.conversation_id)
    .join(Matter, Matter.id == Conversation.matter_id)
    .outerjoin(ReceiptsShown, ReceiptsShown.firm_id == Matter.firm_id)
    .where(Message.id == _of)
)
_REVISIONS = (
    select(
        Revision.number,
        Revision.body,
        Revision.at,
        Person.name,
        is_of_the_caller(Revision.person_id).label("mine"),
    )
    .join(Person, Person.id == Revision.person_id)
    .where(Revision.message_id == _of)
    .order_by(Revision.number)
)
_last = (
    select(Reading.revision, Reading.read_at)
    .where(Reading.message_id == Message.id, Reading.person_id == Participant.person_id)
    .order_by(Reading.revision.desc())
    .limit(1)
    .lateral("last")
)
# Who read it and has left since had read it all the same.
_READERS = (
    select(
        Participant.person_id,
        Person.name,
        Participant.role,
        func.coalesce(_last.c.revision, Message.revision).label("revision"),
        func.coalesce(_last.c.read_at, ReadMark.read_at).label("read_at"),
    )
    .select_from(Message)
    .join(Conversation, Conversation.id == Message.conversation_id)
    .join(Participant, Participant.matter_id == Conversation.matter_id)
    .join(Person, Person.id == Participant.person_id)
    .outerjoin(_last, true())
    .outerjoin(
        ReadMark,
        and_(
            ReadMark.conversation_id == Message.conversation_id,
            ReadMark.person_id == Participant.person_id,
            ReadMark.position >= Message.position,
            # Once withdrawn it is read no more: who had read it was kept then.
            Message.withdrawn_at.is_(None),
        ),
    )
    .where(
        Message.id == _of,
        Participant.person_id != Message.author_id,
        Participant.from_date <= Message.sent_at,
        or_(
            Participant.removed_at.is_(None),
            _last.c.read_at.is_not(None),
            ReadMark.read_at.is_not(None),
        ),
    )
    .order_by(Person.name, Participant.person_id)
)
