"""Conversations: what changes about them beside what is said in them."""

import uuid

from contracts import topology
from contracts.events.facts import About, MatterFact


class ConversationChanged(MatterFact, frozen=True, kw_only=True):
    """Who takes part, as what, the matter's title, or whether anyone may write is not as before.

    `audience` has those too who take part no longer. The firm said it itself, so this stays inside.
    """

    type = "conversation.changed"
    exchange = topology.INTERNAL
    conversation_id: uuid.UUID

    def subject(self) -> str:
        return str(self.conversation_id)

    def about(self) -> About:
        return About("conversation", self.conversation_id)
