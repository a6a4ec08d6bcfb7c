"""Messages are pinned by any who take part, for all of them; who did so and when is kept."""

import datetime
import uuid

from sqlalchemy import BigInteger, Integer, Uuid, bindparam, select

from backbone import paging
from backbone.work import Work
from contracts.calls.message_changes import ListPins, PinMessage, PinPage, UnpinMessage
from contracts.calls.messaging import Message as MessageShown
from contracts.errors import MessageChanged, NotFound
from contracts.events.messages import MessagePinned, MessageUnpinned
from roster.access import on_behalf_of
from services.messaging import access, changing, history
from services.messaging.access import Standing
from services.messaging.models import Message, Pin


def pin(work: Work, call: PinMessage) -> MessageShown:
    """Pinned before, it stays as it is. Raises as `PinMessage` says."""
    standing, message = _open(work, call)
    if message.withdrawn_at is not None:
        raise MessageChanged()
    add(work, standing, message, work.now)
    return history.chosen(work, call.caller, call.conversation_id, [message.id])[0]


def unpin(work: Work, call: UnpinMessage) -> MessageShown:
    """Not pinned, it stays as it is. Raises as `UnpinMessage` says."""
    standing, message = _open(work, call)
    remove(work, standing, message, work.now)
    return history.chosen(work, call.caller, call.conversation_id, [message.id])[0]


def page(work: Work, call: ListPins) -> PinPage:
    """The last pinned first. Raises NotFound, and InvalidInput for a bad cursor."""
    given = on_behalf_of(
        call.caller,
        conversation_id=call.conversation_id,
        before=paging.position(call.cursor, "cursor") if call.cursor else 2**62,
        limit=call.limit + 1,
    )
    if work.session.execute(_PART, given).one_or_none() is None:
        raise NotFound()
    rows = work.session.execute(_PAGE, given).all()
    shown, more = rows[: call.limit], len(rows) > call.limit
    ids = [row.message_id for row in shown]
    return PinPage(
        items=history.chosen(work, call.caller, call.conversation_id, ids),
        next=paging.of_position(shown[-1].number) if more else None,
    )


def add(work: Work, standing: Standing, message: Message, at: datetime.datetime) -> None:
    """The message is pinned, unless it is; `standing`: of who does it, its conversation locked."""
    if current(work, message.id) is not None:
        return
    work.session.add(
        Pin(
            conversation_id=message.conversation_id,
            number=changing.numbered(work, message),
            message_id=message.id,
            person_id=standing.person_id,
            pinned_at=at,
        )
    )
    work.session.flush()
    changing.tell(work, MessagePinned, standing, message, by=standing.person, at=at)


def remove(work: Work, standing: Standing, message: Message, at: datetime.datetime) -> None:
    """It is pinned no more, if it was."""
    there = current(work, message.id)
    if there is None:
        return
    there.unpinned_at, there.unpinned_by = at, standing.person_id
    changing.numbered(work, message)
    work.session.flush()
    changing.tell(work, MessageUnpinned, standing, message, by=standing.person, at=at)


def current(work: Work, message_id: uuid.UUID) -> Pin | None:
    """The pin that stands, of a message whose conversation is locked."""
    last = last_of(work, message_id)
    return last if last is not None and last.unpinned_at is None else None


def last_of(work: Work, message_id: uuid.UUID) -> Pin | None:
    """The last pin that the message ever had."""
    return work.session.scalar(_LAST, {"message": message_id})


def _open(work: Work, call: PinMessage | UnpinMessage) -> tuple[Standing, Message]:
    found = access.for_changing(work, call.caller, call.conversation_id, call.message_id)
    changing.require_open(found[0])
    return found


_me = access.part_in(bindparam("conversation_id", type_=Uuid)).cte("me")
_PART = select(_me.c.person_id)
_PAGE = (
    select(Pin.number, Pin.message_id)
    .join(_me, _me.c.conversation_id == Pin.conversation_id)
    .join(Message, Message.id == Pin.message_id)
    .where(
        Pin.unpinned_at.is_(None),
        Pin.number < bindparam("before", type_=BigInteger),
        Message.withdrawn_at.is_(None),
        access.visible_to(_me.c.from_date),
    )
    .order_by(Pin.number.desc())
    .limit(bindparam("limit", type_=Integer))
)
_LAST = (
    select(Pin)
    .where(Pin.message_id == bindparam("message", type_=Uuid))
    .order_by(Pin.number.desc())
    .limit(1)
    .execution_options(populate_existing=True)
)
