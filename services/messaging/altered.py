"""What has become of messages since they were sent, and what they answer: beside what they say.

Asked by a statement of its own, only for those of a page that were changed or answer another.
"""

import uuid
from collections.abc import Sequence

import msgspec
from sqlalchemy import ARRAY, Uuid, and_, any_, bindparam, func, select
from sqlalchemy.orm import aliased

from backbone.postgres.prepared import Prepared
from backbone.work import Work
from contracts.calls.caller import Caller
from contracts.calls.messaging import Act, Quote
from contracts.calls.messaging import Message as MessageShown
from roster.access import is_of_the_caller, on_behalf_of
from roster.models import Person
from services.messaging import access
from services.messaging.access import AnyRow
from services.messaging.models import Message, Pin, Reading

LINE = 140  # characters of what is quoted


def of(
    work: Work, caller: Caller, conversation_id: uuid.UUID, messages: Sequence[uuid.UUID]
) -> dict[uuid.UUID, AnyRow]:
    """What is to be put beside each of these messages, as the caller sees it."""
    given = on_behalf_of(caller, conversation_id=conversation_id, messages=list(messages))
    return {row.id: row for row in _OF.run(work.session.connection(), given)}


def put(message: MessageShown, row: AnyRow | None) -> MessageShown:
    """The message with what has become of it."""
    if row is None:
        return message
    withdrawn = _act(row.withdrawn_at, row.withdrawn_name, row.withdrawn_mine)
    return msgspec.structs.replace(
        message,
        attachments=[] if withdrawn else message.attachments,
        revision=row.revision,
        edited_at=None if withdrawn else row.edited_at,
        unseen_edit=bool(row.unseen) and not withdrawn,
        withdrawn=withdrawn,
        pinned=None if withdrawn else _act(row.pinned_at, row.pinned_name, row.pinned_mine),
        reply_to=None if withdrawn else _quote(row),
    )


def _act(at: object, name: str, mine: bool) -> Act | None:
    return None if at is None else msgspec.convert({"at": at, "name": name, "mine": mine}, Act)


def _quote(row: AnyRow) -> Quote | None:
    if row.reply_to is None:
        return None
    if not row.quote_visible:
        return Quote(state="hidden")
    named = {
        "message_id": row.reply_to,
        "author_name": row.quote_name,
        "mine": bool(row.quote_mine),
    }
    if row.quote_withdrawn_at is not None:
        return Quote(state="withdrawn", **named)
    return Quote(state="shown", line=row.quote_line, **named)


_me = access.part_in(bindparam("conversation_id", type_=Uuid)).cte("me")
_withdrawer, _pinner, _quoted_author = aliased(Person), aliased(Person), aliased(Person)
_quoted = aliased(Message)
_read = (
    select(func.max(Reading.revision))
    .where(Reading.message_id == Message.id, Reading.person_id == _me.c.person_id)
    .correlate(Message, _me)
    .scalar_subquery()
)
_OF = Prepared(
    select(
        Message.id,
        Message.revision,
        Message.edited_at,
        (_read < Message.revision).label("unseen"),
        Message.withdrawn_at,
        _withdrawer.name.label("withdrawn_name"),
        is_of_the_caller(_withdrawer.id).label("withdrawn_mine"),
        Pin.pinned_at,
        _pinner.name.label("pinned_name"),
        is_of_the_caller(Pin.person_id).label("pinned_mine"),
        Message.reply_to,
        (_quoted.sent_at >= _me.c.from_date).label("quote_visible"),
        _quoted.withdrawn_at.label("quote_withdrawn_at"),
        _quoted_author.name.label("quote_name"),
        is_of_the_caller(_quoted.author_id).label("quote_mine"),
        func.left(_quoted.body, LINE).label("quote_line"),
    )
    .join(_me, _me.c.conversation_id == Message.conversation_id)
    .outerjoin(_withdrawer, _withdrawer.id == Message.withdrawn_by)
    .outerjoin(Pin, and_(Pin.message_id == Message.id, Pin.unpinned_at.is_(None)))
    .outerjoin(_pinner, _pinner.id == Pin.person_id)
    .outerjoin(_quoted, _quoted.id == Message.reply_to)
    .outerjoin(_quoted_author, _quoted_author.id == _quoted.author_id)
    .where(
        Message.id == any_(bindparam("messages", type_=ARRAY(Uuid))),
        access.visible_to(_me.c.from_date),
    )
)
