"""Conversations: what firms and their clients say to each other, and who has read it."""

from backbone.calls.turns import Place
from backbone.service import Service, answer, hear
from contracts.calls.messaging import SendMessage
from roster import hearing as roster
from services.messaging import (
    attachments,
    audience,
    conversations,
    history,
    posting,
    receipts,
    sending,
)


def by_conversation(call: SendMessage) -> Place:
    return Place(call.conversation_id, call.caller.account_id)


class MessagingService(Service):
    """Events may come twice, late and out of order: see each function for how it copes."""

    name = "messaging"
    answers = [
        answer(conversations.list_, reading=True),
        answer(conversations.get, reading=True),
        answer(history.page, reading=True),
        answer(sending.send, in_turn=by_conversation),
        answer(receipts.mark),
    ]
    hears = [
        *roster.HEARS,
        hear(conversations.begin),
        hear(conversations.begin_restated),
        hear(audience.join),
        hear(audience.leave),
        hear(audience.take_participant),
        hear(audience.tell_opened),
        hear(audience.tell_updated),
        hear(audience.tell_closed),
        hear(posting.post),
        hear(attachments.note),
    ]
