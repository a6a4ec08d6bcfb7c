"""The conversations that messaging alone knows of, said again to a service that came late."""

import uuid

from sqlalchemy import select

from backbone.restating import BATCH, Asked, Fact, Facts
from backbone.work import Work
from contracts.events.restating import ConversationRestated
from roster.models import Matter
from services.messaging.models import Conversation


def conversations(work: Work, asked: Asked, after: str) -> list[Fact]:
    """Those beside the main ones, by their ids."""
    query = _CONVERSATIONS.where(Conversation.id > uuid.UUID(after)) if after else _CONVERSATIONS
    return [
        Fact(
            row.firm_id,
            ConversationRestated(to=asked.to, matter_ref=row.matter_ref, ref=row.ref),
            str(row.id),
        )
        for row in work.session.execute(query)
    ]


_CONVERSATIONS = (
    select(Conversation.id, Conversation.ref, Matter.ref.label("matter_ref"), Matter.firm_id)
    .join(Matter, Matter.id == Conversation.matter_id)
    .where(Conversation.ref != "")
    .order_by(Conversation.id)
    .limit(BATCH)
)
RESTATES = (Facts(ConversationRestated, conversations),)
