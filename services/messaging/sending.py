"""Participants send messages."""

import msgspec

from backbone.work import Work
from contracts.calls.messaging import Message, SendMessage
from contracts.errors import AccessEnded, AudienceChanged, DomainError, InvalidInput
from services.messaging import access, attachments, audience_changes, messages
from services.messaging.access import Standing


def send(work: Work, call: SendMessage) -> Message:
    """A participant says something. The same call again answers the same message, stored once.

    Raises NotFound, AccessEnded, AudienceChanged, Conflict and InvalidInput as `SendMessage` says.
    What was unread before stays unread: answering is no proof of having read.
    """
    _check(call)
    standing = access.for_writing(work, call.caller, call.conversation_id)
    attached = attachments.vouched(work, standing.matter_id, call.vouchers)
    message = messages.new(
        standing, call.message_id, call.body, "portal", at=work.now, attached=attached
    )
    refusal = _ended(work, standing) or _unseen(work, standing, call)
    if refusal is None and messages.store(work, standing, message, attached, marking_read=True):
        return messages.shown(message, standing, attached)
    before = messages.stored_before(work, message, attached)
    if before is None:
        raise refusal or RuntimeError("A message was neither stored nor there")
    return messages.shown(before, standing, attached)


def _check(call: SendMessage) -> None:
    if call.message_id.version != 7:
        raise InvalidInput("The message's id must be a UUIDv7.", field="message_id")
    if not call.body and not call.attachments:
        raise InvalidInput("There is nothing to be read in this message.", field="body")
    if call.attachments != [each.document_id for each in call.vouchers]:
        raise InvalidInput("Nobody vouched for these attachments.", field="attachments")


def _ended(work: Work, standing: Standing) -> DomainError | None:
    if standing.closed:
        return AccessEnded()
    if standing.from_date > work.now:
        return AccessEnded("You take part in this matter from a later date on.")
    return None


def _unseen(work: Work, standing: Standing, call: SendMessage) -> DomainError | None:
    """Whether others read along than the sender was shown."""
    if call.audience_version == standing.audience_version:
        return None
    changes = audience_changes.since(work, standing.matter_id, call.audience_version)
    return AudienceChanged(
        audience_version=standing.audience_version, changes=msgspec.to_builtins(changes)
    )
