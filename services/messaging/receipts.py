"""Who has read how far."""

import datetime
import uuid

from sqlalchemy import Uuid, and_, bindparam, func, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backbone.outbox import writing
from contracts.calls.messaging import MarkRead, ReadState
from contracts.errors import NotFound, NotYet
from contracts.events.messages import MessageRead
from contracts.events.persons import Person
from services.messaging import access
from services.messaging.access import Place
from services.messaging.models import Conversation, Firm, Matter, Member, Message, ReadMark


def show(session: Session, firm_id: str, *, shown: bool, at: datetime.datetime) -> None:
    """From now on the firm's people see each other's receipts, or do not; of two the newer counts.

    Raises NotYet before the firm is registered.
    """
    if session.get(Firm, firm_id) is None:
        raise NotYet(f"The firm '{firm_id}' is not registered yet.")
    older = or_(Firm.receipts_at.is_(None), Firm.receipts_at <= at)
    session.execute(
        update(Firm).where(Firm.id == firm_id, older).values(receipts_shown=shown, receipts_at=at),
        execution_options={"synchronize_session": False},
    )


def mark(session: Session, call: MarkRead) -> ReadState:
    """The caller has seen everything up to and including the message.

    A mark never moves back; `message.read` goes out when it moves: to the firm, and to the other
    members where the firm shows receipts. In a closed matter too. Raises NotFound where the caller
    is no member or may not see the message.
    """
    given = access.on_behalf_of(
        call.caller, conversation_id=call.conversation_id, message_id=call.message_id
    )
    row = session.execute(_READING, given).one_or_none()
    if row is None:
        raise NotFound()
    *columns, position, receipts_shown = row
    place = Place(*columns)
    if _move(session, place, call, position):
        audience = (place.audience or []) if receipts_shown else [place.person_id]
        writing.publish(session, _read(place, call, position, audience), place.firm_id)
    return _state(session, place)


def _move(session: Session, place: Place, call: MarkRead, position: int) -> bool:
    values = {
        "conversation_id": place.conversation_id,
        "person_id": place.person_id,
        "position": position,
        "message_id": call.message_id,
        "read_at": _now(),
    }
    return session.execute(_MOVE, values).one_or_none() is not None


def _read(place: Place, call: MarkRead, position: int, audience: list[uuid.UUID]) -> MessageRead:
    return MessageRead(
        conversation_id=place.conversation_id,
        matter_id=place.matter_id,
        matter_ref=place.matter_ref,
        message_id=call.message_id,
        position=position,
        audience=audience,
        reader=Person(
            person_id=place.person_id, contact_ref=place.person_ref, name=place.person_name
        ),
        read_at=_now(),
    )


def _state(session: Session, place: Place) -> ReadState:
    given = {
        "conversation_id": place.conversation_id,
        "person_id": place.person_id,
        "from_date": place.from_date,
    }
    read_up_to, unread = session.execute(_STATE, given).one()
    return ReadState(conversation_id=place.conversation_id, read_up_to=read_up_to, unread=unread)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


# The news is for those who may see the message that was read.
_READING = (
    access.callers_place(Message.sent_at)
    .add_columns(Message.position, func.coalesce(Firm.receipts_shown, true()))
    .outerjoin(Firm, Firm.id == Matter.firm_id)
    .join(
        Message,
        and_(
            Message.conversation_id == Conversation.id,
            Message.id == bindparam("message_id", type_=Uuid),
            access.visible_to(Member.from_date),
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
_STATE = (
    select(ReadMark.message_id, func.count(Message.position))
    .outerjoin(
        Message,
        and_(
            Message.conversation_id == ReadMark.conversation_id,
            Message.position > ReadMark.position,
            Message.author_id != ReadMark.person_id,
            access.visible_to(bindparam("from_date")),
        ),
    )
    .where(
        ReadMark.conversation_id == bindparam("conversation_id", type_=Uuid),
        ReadMark.person_id == bindparam("person_id", type_=Uuid),
    )
    .group_by(ReadMark.message_id)
)
