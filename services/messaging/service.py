"""Conversations: what firms and their clients say to each other, and who has read it."""

from backbone.calls.turns import Place
from backbone.service import Service, answer, hear
from contracts.calls.message_changes import (
    EditMessage,
    PinMessage,
    UnpinMessage,
    WithdrawMessage,
)
from contracts.calls.messaging import SendMessage
from roster import hearing as roster
from services.messaging import (
    attachments,
    audience,
    changes,
    comments,
    conversations,
    details,
    editing,
    from_firms,
    history,
    named,
    pinning,
    posting,
    readings,
    receipts,
    restating,
    searching,
    sending,
    waiting,
    withdrawing,
)

Writing = SendMessage | EditMessage | WithdrawMessage | PinMessage | UnpinMessage


def by_conversation(call: Writing) -> Place:
    return Place(call.conversation_id, call.caller.account_id)


class MessagingService(Service):
    """Events may come twice, late and out of order: see each function for how it copes."""

    name = "messaging"
    answers = [
        answer(conversations.list_, reading=True),
        answer(conversations.get, reading=True),
        answer(history.page, reading=True),
        answer(comments.page, reading=True),
        answer(sending.send, in_turn=by_conversation),
        answer(receipts.mark),
        answer(changes.page, reading=True),
        answer(details.get, reading=True),
        answer(editing.edit, in_turn=by_conversation),
        answer(withdrawing.withdraw, in_turn=by_conversation),
        answer(pinning.pin, in_turn=by_conversation),
        answer(pinning.unpin, in_turn=by_conversation),
        answer(pinning.page, reading=True),
        answer(readings.see),
        answer(searching.messages, reading=True),
        answer(searching.conversations, reading=True),
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
        hear(named.take_update),
        hear(audience.tell_closed),
        hear(posting.post),
        hear(from_firms.correct),
        hear(from_firms.recall),
        hear(from_firms.pin),
        hear(from_firms.unpin),
        hear(attachments.note),
    ]
    restates = (*restating.RESTATES, *waiting.RESTATES)
