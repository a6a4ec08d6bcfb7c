"""Participants send messages."""

from collections.abc import Sequence

import msgspec

from backbone.work import Work
from contracts.calls.messaging import Message, SendMessage
from contracts.errors import AccessEnded, AudienceChanged, DomainError, InvalidInput
from services.messaging import (
    access,
    attachments,
    audience_changes,
    commenting,
    history,
    messages,
    replies,
)
from services.messaging.access import Standing
from services.messaging.models import Document
from services.messaging.models import Message as Stored


def send(work: Work, call: SendMessage) -> Message:
    """A participant says something. The same call again answers the same message, stored once.

    Raises NotFound, AccessEnded, AudienceChanged, Conflict and InvalidInput as `SendMessage` says.
    What was unread before stays unread: answering is no proof of having read.
    """
    _check(call)
    standing = access.for_writing(work, call.caller, call.conversation_id)
    attached = attachments.vouched(work, standing.matter_id, call.vouchers)
    on = commenting.seen_by(work, standing, call.about)
    message = messages.new(
        standing,
        call.message_id,
        call.body,
        "portal",
        at=work.now,
        attached=attached,
        reply_to=replies.seen_by(work, standing, call.reply_to),
        document_id=call.about.document_id if call.about else None,
        on=on,
    )
    refusal = (
        _ended(work, standing)
        or unseen(work, standing, call.audience_version)
        or commenting.unseen(call.about, on)
    )
    if refusal is None and messages.store(work, standing, message, attached, on, marking_read=True):
        return _shown(work, call, standing, message, attached)
    before = messages.stored_before(work, message, attached, call.about)
    if before is None:
        raise refusal or RuntimeError("A message was neither stored nor there")
    return _shown(work, call, standing, before, attached)


def unseen(work: Work, standing: Standing, audience_version: int) -> DomainError | None:
    """Whether others read along than the writer was shown, who saw this version of the audience."""
    if audience_version == standing.audience_version:
        return None
    changes = audience_changes.since(work, standing.matter_id, audience_version)
    return AudienceChanged(
        audience_version=standing.audience_version, changes=msgspec.to_builtins(changes)
    )


def _shown(
    work: Work,
    call: SendMessage,
    standing: Standing,
    message: Stored,
    attached: Sequence[Document],
) -> Message:
    if message.reply_to is None and message.document_id is None and not message.change:
        return messages.shown(message, standing, attached)
    return history.chosen(work, call.caller, call.conversation_id, [message.id])[0]


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
