"""What messages are comments on, as it stands by now: put beside what they say.

Asked by a statement of its own, only for those of a page that comment on anything.
"""

import uuid
from collections.abc import Sequence

import msgspec
from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select, true

from backbone.work import Work
from contracts.calls.caller import Caller
from contracts.calls.messaging import DocumentCommented
from contracts.calls.messaging import Message as MessageShown
from contracts.values import Spot
from roster.access import on_behalf_of
from services.messaging import access
from services.messaging.access import AnyRow
from services.messaging.models import CommentPlace, Document, Message


def put(
    work: Work, caller: Caller, conversation_id: uuid.UUID, items: Sequence[MessageShown]
) -> list[MessageShown]:
    """The messages, each with what it is about."""
    given = on_behalf_of(
        caller, conversation_id=conversation_id, messages=[item.id for item in items]
    )
    found = {row.id: _shown(row) for row in work.session.execute(_OF, given)}
    return [
        msgspec.structs.replace(item, about=found[item.id]) if item.id in found else item
        for item in items
    ]


def _shown(row: AnyRow) -> DocumentCommented:
    if not row.is_seen:
        return DocumentCommented(state="hidden")
    rectangle = dict(zip(Spot.__struct_fields__, row.rectangle or (), strict=False))
    return DocumentCommented(
        state=row.state,
        document_id=row.document_id,
        name="" if row.state == "revoked" else row.name,
        version=row.document_version,
        is_newest=row.is_newest,
        page=row.page,
        spot=Spot(**rectangle) if rectangle else None,
    )


_me = access.part_in(bindparam("conversation_id", type_=Uuid)).cte("me")
_OF = (
    select(
        Message.id,
        Message.document_id,
        Document.name,
        Document.state,
        (Document.shared_at >= _me.c.from_date).label("is_seen"),
        Message.document_version,
        func.coalesce(Message.document_version >= Document.version, true()).label("is_newest"),
        CommentPlace.page,
        CommentPlace.rectangle,
    )
    .join(_me, _me.c.conversation_id == Message.conversation_id)
    .join(Document, Document.id == Message.document_id)
    .outerjoin(CommentPlace, CommentPlace.message_id == Message.id)
    .where(Message.id == any_(bindparam("messages", type_=ARRAY(Uuid))))
)
