"""A message is edited: it says something else from then on, and what it said before is kept."""

import datetime

from backbone.work import Work
from contracts.calls.message_changes import MOST_REVISIONS, EditMessage
from contracts.calls.messaging import Message as MessageShown
from contracts.errors import InvalidInput, MessageChanged
from contracts.events.messages import MessageEdited
from finding.keeping import kept
from services.messaging import access, changing, history, readings, sending
from services.messaging.access import Standing
from services.messaging.models import Message


def edit(work: Work, call: EditMessage) -> MessageShown:
    """The caller's own message says this from now on. The same call again changes nothing.

    Raises what `EditMessage` says.
    """
    standing, message = access.for_changing(
        work, call.caller, call.conversation_id, call.message_id
    )
    changing.require_own(call.caller, message)
    if not _is_done(message, call):
        _check(work, standing, message, call)
        revise(work, standing, message, call.body, work.now)
    return history.chosen(work, call.caller, call.conversation_id, [message.id])[0]


def revise(
    work: Work, standing: Standing, message: Message, body: str, at: datetime.datetime
) -> None:
    """Its next revision; `standing`: of who makes it, in its conversation, which is locked."""
    changing.keep_first(work, message)
    readings.keep(work, message)
    message.revision += 1
    message.body, message.edited_at = body, at
    message.words = kept(message.conversation_id, body)
    changing.numbered(work, message)
    changing.keep(work, message, body, standing.person_id, at)
    changing.tell(
        work,
        MessageEdited,
        standing,
        message,
        author=changing.author(work, message),
        body=body,
        revision=message.revision,
        edited_at=at,
    )


def _is_done(message: Message, call: EditMessage) -> bool:
    same = message.body == call.body and message.withdrawn_at is None
    return same and message.revision in (call.revision, call.revision + 1)


def _check(work: Work, standing: Standing, message: Message, call: EditMessage) -> None:
    if message.withdrawn_at is not None or message.revision != call.revision:
        raise MessageChanged()
    changing.require_open(standing)
    if not call.body and not message.attached:
        raise InvalidInput("There is nothing to be read in this message.", field="body")
    if message.revision >= MOST_REVISIONS:
        raise InvalidInput("This message was edited too often. Write a new one.", field="revision")
    if refusal := sending.unseen(work, standing, call.audience_version):
        raise refusal
