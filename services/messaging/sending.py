"""Participants send messages."""

from backbone.work import Work
from contracts.calls.messaging import Message, SendMessage
from contracts.errors import AccessEnded, DomainError, InvalidInput
from services.messaging import access, messages
from services.messaging.access import Standing


def send(work: Work, call: SendMessage) -> Message:
    """A participant says something. The same call again answers the same message, stored once.

    Raises NotFound, AccessEnded, Conflict and InvalidInput as `SendMessage` says. What was unread
    before stays unread: answering is no proof of having read.
    """
    _check(call)
    standing = access.for_writing(work, call.caller, call.conversation_id)
    message = messages.new(standing, call.message_id, call.body, "portal", at=work.now)
    ended = _ended(work, standing)
    if ended is None and messages.store(work, standing, message, marking_read=True):
        return messages.shown(message, standing)
    before = messages.stored_before(work, message)
    if before is None:
        raise ended or RuntimeError("A message was neither stored nor there")
    return messages.shown(before, standing)


def _check(call: SendMessage) -> None:
    if call.message_id.version != 7:
        raise InvalidInput("The message's id must be a UUIDv7.", field="message_id")


def _ended(work: Work, standing: Standing) -> DomainError | None:
    if standing.closed:
        return AccessEnded()
    if standing.from_date > work.now:
        return AccessEnded("You take part in this matter from a later date on.")
    return None
