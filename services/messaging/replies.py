"""What a message answers: another one of the same conversation, which its author may see."""

import uuid

from sqlalchemy import DateTime, Uuid, bindparam, select

from backbone.work import Work
from contracts.errors import InvalidInput, NotYet
from services.messaging import access, naming
from services.messaging.access import Standing
from services.messaging.models import Message


def seen_by(work: Work, standing: Standing, message_id: uuid.UUID | None) -> uuid.UUID | None:
    """The same, as the sender may answer it; raises InvalidInput for what they do not see."""
    if message_id is None:
        return None
    given = {
        "conversation": standing.conversation_id,
        "message": message_id,
        "from_date": standing.from_date,
    }
    if work.session.scalar(_SEEN, given) is None:
        raise InvalidInput("The message that this answers is not here.", field="reply_to")
    return message_id


def of_firm(work: Work, conversation_id: uuid.UUID, ref: str) -> uuid.UUID | None:
    """The message that the firm names. Raises NotYet before it stands in the conversation."""
    if not ref:
        return None
    for message_id in naming.messages(work.firm_id, ref):
        given = {"conversation": conversation_id, "message": message_id}
        if work.session.scalar(_IN_CONVERSATION, given) is not None:
            return message_id
    raise NotYet(f"The message '{ref}', which this answers, does not stand in this conversation.")


_IN_CONVERSATION = select(Message.id).where(
    Message.conversation_id == bindparam("conversation", type_=Uuid),
    Message.id == bindparam("message", type_=Uuid),
)
_SEEN = _IN_CONVERSATION.where(
    access.visible_to(bindparam("from_date", type_=DateTime(timezone=True)))
)
