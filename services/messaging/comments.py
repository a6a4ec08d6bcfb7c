"""All that is said of one document, as those who see it see that."""

import uuid
from collections.abc import Sequence

from sqlalchemy import DateTime, Integer, Uuid, bindparam, func, select, tuple_

from backbone import paging
from backbone.work import Work
from contracts.calls.caller import Caller
from contracts.calls.comments import CommentPage, ListComments
from contracts.calls.messaging import Message as MessageShown
from contracts.errors import NotFound
from roster.access import on_behalf_of, takes_part
from services.messaging import access, history
from services.messaging.access import AnyRow
from services.messaging.models import Conversation, Document, Message


def page(work: Work, call: ListComments) -> CommentPage:
    """The newest first. Raises NotFound, and InvalidInput for a bad cursor."""
    given = on_behalf_of(call.caller, document_id=call.document_id, limit=call.limit + 1)
    part = work.session.execute(_PART, given).one_or_none()
    if part is None:
        raise NotFound()
    given["from_date"] = part.from_date
    if call.cursor:
        given["at"], given["id"] = paging.moment(call.cursor, "cursor")
    rows = work.session.execute(_NEXT if call.cursor else _FIRST, given).all()
    shown, more = rows[: call.limit], len(rows) > call.limit
    return CommentPage(
        items=_whole(work, call.caller, shown),
        next=paging.of_moment(shown[-1].sent_at, shown[-1].id) if more else None,
        total=work.session.scalars(_TOTAL, given).one(),
        conversation_id=part.conversation_id,
    )


def _whole(work: Work, caller: Caller, rows: Sequence[AnyRow]) -> list[MessageShown]:
    """What was shared with a matter may be spoken of in several of its conversations."""
    found: dict[uuid.UUID, MessageShown] = {}
    for conversation_id in {row.conversation_id for row in rows}:
        here = [row.id for row in rows if row.conversation_id == conversation_id]
        found |= {each.id: each for each in history.chosen(work, caller, conversation_id, here)}
    return [found[row.id] for row in rows if row.id in found]


_me = takes_part()
_main = (
    select(Conversation.id)
    .where(Conversation.matter_id == Document.matter_id, Conversation.ref == "")
    .scalar_subquery()
)
_document_id = bindparam("document_id", type_=Uuid)
_PART = (
    select(func.coalesce(Document.conversation_id, _main).label("conversation_id"), _me.c.from_date)
    .join(_me, _me.c.matter_id == Document.matter_id)
    .where(Document.id == _document_id, access.sees_document(_me.c.from_date))
)
_comments = select(Message.id, Message.sent_at, Message.conversation_id).where(
    Message.document_id == _document_id,
    access.visible_to(bindparam("from_date", type_=DateTime(timezone=True))),
)
_FIRST = _comments.order_by(Message.sent_at.desc(), Message.id.desc()).limit(
    bindparam("limit", type_=Integer)
)
_NEXT = _FIRST.where(
    tuple_(Message.sent_at, Message.id)
    < tuple_(bindparam("at", type_=DateTime(timezone=True)), bindparam("id", type_=Uuid))
)
_TOTAL = select(func.count()).select_from(
    _comments.where(Message.withdrawn_at.is_(None)).subquery()
)
