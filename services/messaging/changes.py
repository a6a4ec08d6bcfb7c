"""What has changed in a conversation since somebody last looked, beside what was sent there."""

from sqlalchemy import BigInteger, Integer, Uuid, bindparam, select

from backbone.work import Work
from contracts.calls.message_changes import ChangedMessages, ListChangedMessages
from contracts.errors import NotFound
from roster.access import on_behalf_of
from services.messaging import access, history
from services.messaging.models import Message


def page(work: Work, call: ListChangedMessages) -> ChangedMessages:
    """Messages changed since `after`, in the order of their last change. Raises NotFound."""
    given = on_behalf_of(
        call.caller,
        conversation_id=call.conversation_id,
        after=call.after,
        limit=call.limit + 1,
    )
    now = work.session.scalars(_NOW, given).one_or_none()
    if now is None:
        raise NotFound()
    rows = work.session.execute(_CHANGED, given).all() if now > call.after else []
    shown, more = rows[: call.limit], len(rows) > call.limit
    ids = [row.id for row in shown]
    return ChangedMessages(
        items=history.chosen(work, call.caller, call.conversation_id, ids),
        change=shown[-1].change if more else max(now, call.after),
        more=more,
    )


_me = access.part_in(bindparam("conversation_id", type_=Uuid)).cte("me")
_NOW = select(_me.c.changes)
_CHANGED = (
    select(Message.id, Message.change)
    .join(_me, _me.c.conversation_id == Message.conversation_id)
    .where(
        # The first is what the index knows.
        Message.change > 0,
        Message.change > bindparam("after", type_=BigInteger),
        access.visible_to(_me.c.from_date),
    )
    .order_by(Message.change)
    .limit(bindparam("limit", type_=Integer))
)
