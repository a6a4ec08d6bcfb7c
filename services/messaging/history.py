"""Reading a conversation a page at a time, in both directions, while messages go on arriving.

A cursor is a message's position: positions only grow, so no page shifts under its reader.
"""

import uuid
from collections.abc import Sequence

import msgspec
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Uuid,
    any_,
    bindparam,
    false,
    func,
    or_,
    select,
    true,
)

from backbone import paging
from backbone.postgres.prepared import Prepared
from backbone.work import Work
from contracts.calls.caller import Caller
from contracts.calls.messaging import ListMessages, MessagePage
from contracts.calls.messaging import Message as MessageShown
from contracts.errors import InvalidInput, NotFound
from roster.access import on_behalf_of
from roster.models import Person
from services.messaging import access, altered, attachments, commented
from services.messaging.access import AnyRow
from services.messaging.models import Message


def page(work: Work, call: ListMessages) -> MessagePage:
    """Messages in their order, `limit` of those that the caller may see. One round trip; one more
    for what is attached to any, one for what has become of any, one for what any is about.

    Raises NotFound, and InvalidInput for a bad cursor or for two of them.
    """
    statement, place = _asked(call)
    given = on_behalf_of(
        call.caller, conversation_id=call.conversation_id, place=place, limit=call.limit + 1
    )
    rows = statement.run(work.session.connection(), given).all()
    if not rows:
        raise NotFound()
    # Without any message there is one row all the same: the caller's part.
    found = [row for row in rows if row.id is not None]
    more, beyond = len(found) > call.limit, rows[0].beyond
    items = _whole(work, call.caller, call.conversation_id, found[: call.limit])
    change = rows[0].changes
    if call.after:
        return _page(items, older=beyond, newer=more, place=place, change=change)
    return _page(items[::-1], older=more, newer=beyond, place=place, change=change)


def chosen(
    work: Work, caller: Caller, conversation_id: uuid.UUID, messages: Sequence[uuid.UUID]
) -> list[MessageShown]:
    """Those of these messages that the caller sees, in this order."""
    given = on_behalf_of(caller, conversation_id=conversation_id, messages=list(messages))
    work.session.flush()  # what was changed just now is seen
    rows = _CHOSEN.run(work.session.connection(), given).all()
    found = {each.id: each for each in _whole(work, caller, conversation_id, rows)}
    return [found[each] for each in messages if each in found]


def _asked(call: ListMessages) -> tuple[Prepared, int]:
    if call.before and call.after:
        raise InvalidInput("Give 'before' or 'after', not both.", field="before")
    if call.before:
        return _BEFORE, paging.position(call.before, "before")
    if call.after:
        return _AFTER, paging.position(call.after, "after")
    return _NEWEST, 0


def _page(
    items: list[MessageShown], *, older: bool, newer: bool, place: int, change: int
) -> MessagePage:
    """`older`, `newer`: whether there is more that way. An empty page leads back from `place`."""
    if items:
        first, last = items[0].cursor, items[-1].cursor
    else:
        first, last = paging.of_position(place + 1), paging.of_position(max(place - 1, 0))
    return MessagePage(
        items=items,
        older=first if older else None,
        newer=last if newer else None,
        change=change,
    )


def _whole(
    work: Work, caller: Caller, conversation_id: uuid.UUID, rows: Sequence[AnyRow]
) -> list[MessageShown]:
    items = [_shown(conversation_id, row) for row in rows]
    if any(row.attached for row in rows):
        items = _with_attachments(work, items)
    if altered_ones := [row.id for row in rows if row.altered]:
        changed = altered.of(work, caller, conversation_id, altered_ones)
        items = [altered.put(item, changed.get(item.id)) for item in items]
    if any(row.document_id for row in rows):
        items = commented.put(work, caller, conversation_id, items)
    return items


def _shown(conversation_id: uuid.UUID, row: AnyRow) -> MessageShown:
    # Taken apart by place, not by name: this runs for each message of every page.
    own_id, position, author_id, author_name, author_role, mine, body, sent_at = row[-11:-3]
    return MessageShown(
        id=own_id,
        conversation_id=conversation_id,
        author_id=author_id,
        author_name=author_name,
        author_role=author_role,
        mine=mine,
        body=body,
        sent_at=sent_at,
        cursor=paging.of_position(position),
    )


def _with_attachments(work: Work, items: list[MessageShown]) -> list[MessageShown]:
    """By another statement, only for pages that have any."""
    attached = attachments.of(work, [item.id for item in items])
    return [
        msgspec.structs.replace(item, attachments=attached[item.id])
        if item.id in attached
        else item
        for item in items
    ]


_me = access.part_in(bindparam("conversation_id", type_=Uuid)).cte("me")
_visible = (Message.conversation_id == _me.c.conversation_id) & access.visible_to(_me.c.from_date)
_COLUMNS = (
    Message.id,
    Message.position,
    Message.author_id,
    Person.name.label("author_name"),
    Message.author_role,
    access.written_by_caller().label("mine"),
    Message.body,
    Message.sent_at,
    Message.attached,
    or_(Message.change > 0, Message.reply_to.is_not(None)).label("altered"),
    Message.document_id,
)
_place = bindparam("place", type_=Message.position.type)


def _statement(
    within: ColumnElement[bool], beyond: ColumnElement[bool], *, newest_first: bool = True
) -> Prepared:
    """A page of what is visible and `within`; `beyond`: what lies on the cursor's other side."""
    falling, rising = Message.position.desc(), Message.position.asc()
    messages = (
        select(*_COLUMNS)
        .join(Person, Person.id == Message.author_id)
        .where(_visible, within)
        .order_by(falling if newest_first else rising)
        .limit(bindparam("limit", type_=Integer))
        .lateral("page")
    )
    # EXISTS would do, but the planner then likes to read through all messages.
    nearest = select(true()).where(_visible, beyond).limit(1).correlate(_me)
    there_is = nearest.order_by(rising if newest_first else falling).scalar_subquery()
    in_order = messages.c.position.desc() if newest_first else messages.c.position.asc()
    return Prepared(
        select(func.coalesce(there_is, false()).label("beyond"), _me.c.changes, messages)
        .select_from(_me.outerjoin(messages, true()))
        .order_by(in_order)
    )


_NEWEST = _statement(true(), false())
_BEFORE = _statement(Message.position < _place, Message.position >= _place)
_AFTER = _statement(Message.position > _place, Message.position <= _place, newest_first=False)
_CHOSEN = Prepared(
    select(*_COLUMNS)
    .join(Person, Person.id == Message.author_id)
    .where(_visible, Message.id == any_(bindparam("messages", type_=ARRAY(Uuid))))
)
