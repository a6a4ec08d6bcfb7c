"""What firms do with messages that stand: correct, recall, pin, unpin. In closed matters too.

All of it waits until the message is there, and its doer has been added to the matter as staff. What
comes late, or twice, is told by the event's own time from what stands by now.
"""

from sqlalchemy import Uuid, bindparam, select

from backbone.work import Work
from contracts import ids
from contracts.errors import EventRefused, NotYet
from contracts.events.messages import (
    MessageCorrected,
    MessagePinAdded,
    MessagePinRemoved,
    MessageRecalled,
    StandingMessageEvent,
)
from services.messaging import access, editing, naming, pinning, posting, withdrawing
from services.messaging.access import Standing
from services.messaging.models import Conversation, Message


def correct(work: Work, event: MessageCorrected) -> None:
    """It says this from then on, unless a later correction came before this one.

    Raises NotYet, and EventRefused for what the firm did not post or has recalled.
    """
    standing, message = _own(work, event)
    if message.withdrawn_at is not None:
        raise EventRefused(f"The message '{event.message_id}' was recalled.")
    is_older = message.edited_at is not None and work.at <= message.edited_at
    if is_older or message.body == event.body:
        return
    editing.revise(work, standing, message, event.body, work.at)


def recall(work: Work, event: MessageRecalled) -> None:
    """Nobody reads it any more. Raises NotYet, and EventRefused for what the firm did not post."""
    standing, message = _own(work, event)
    if message.withdrawn_at is None:
        withdrawing.take_back(work, standing, message, work.at)


def pin(work: Work, event: MessagePinAdded) -> None:
    """Any message of the matter. Raises NotYet, and EventRefused for what was withdrawn."""
    standing, message = _found(work, event)
    if message.withdrawn_at is not None:
        raise EventRefused(f"The message '{event.message_id}' was withdrawn.")
    last = pinning.last_of(work, message.id)
    if last is None or (last.unpinned_at is not None and last.unpinned_at < work.at):
        pinning.add(work, standing, message, work.at)


def unpin(work: Work, event: MessagePinRemoved) -> None:
    """Whoever pinned it. Raises NotYet where it was never pinned."""
    standing, message = _found(work, event)
    last = pinning.last_of(work, message.id)
    if last is None:
        raise NotYet(f"The message '{event.message_id}' has not been pinned.")
    if last.pinned_at <= work.at:
        pinning.remove(work, standing, message, work.at)


def _own(work: Work, event: MessageCorrected | MessageRecalled) -> tuple[Standing, Message]:
    standing, message = _found(work, event)
    if message.origin != "firm":
        raise EventRefused(f"The message '{event.message_id}' was not posted by the firm.")
    return standing, message


def _found(work: Work, event: StandingMessageEvent) -> tuple[Standing, Message]:
    """The message, its conversation locked, and as whom its doer stands there."""
    matter_id = ids.matter_id(work.firm_id, event.matter_id)
    for message_id in naming.messages(work.firm_id, event.message_id):
        row = work.session.execute(_IN_MATTER, {"matter": matter_id, "message": message_id})
        if (found := row.one_or_none()) is not None:
            standing = posting.authors_standing(work, event, found.conversation_id, found.sent_at)
            return standing, access.message_now(work, message_id)
    raise NotYet(f"The message '{event.message_id}' does not stand in '{event.matter_id}'.")


_IN_MATTER = (
    select(Message.conversation_id, Message.sent_at)
    .join(Conversation, Conversation.id == Message.conversation_id)
    .where(
        Message.id == bindparam("message", type_=Uuid),
        Conversation.matter_id == bindparam("matter", type_=Uuid),
    )
)
