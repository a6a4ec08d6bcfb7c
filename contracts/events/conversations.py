"""Conversations: that they are there, and what changes about them beside what is said in them."""

import uuid

from contracts import topology
from contracts.events.exchanges import InternalEvent
from contracts.events.facts import About, MatterFact
from contracts.values import Ref


class ConversationBegun(InternalEvent, frozen=True, kw_only=True):
    """A matter has one more conversation than its main one, by the ids that the firm gave them."""

    type = "conversation.begun"
    matter_ref: Ref
    ref: Ref

    def subject(self) -> str:
        return self.ref


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
