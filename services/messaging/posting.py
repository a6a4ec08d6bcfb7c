"""The firm posts messages from its own system."""

import datetime
import uuid

from sqlalchemy import Uuid, bindparam

from backbone.work import Work
from contracts import ids
from contracts.errors import Conflict, EventRefused, NotYet
from contracts.events.messages import MessagePosted, StandingMessageEvent
from roster import matters
from roster.models import Participant
from services.messaging import (
    access,
    attachments,
    commenting,
    conversations,
    messages,
    replies,
)
from services.messaging.access import Standing
from services.messaging.models import Conversation, Document, Message


def post(work: Work, event: MessagePosted) -> None:
    """Someone at the firm writes; in a closed matter too, for the matter is the firm's.

    The author must be, or have been, one of the firm's own people in the matter: they are shown by
    name and role, and a firm does not write in its client's name (EventRefused). Raises NotYet
    before the matter is opened, the author is added to it, what is answered stands there, or the
    document that it is about is shared, so the order of these does not matter.
    The same message again changes nothing; other content under its id is refused.
    """
    # A clock that runs ahead does not put a message into the future.
    sent_at = min(event.posted_at, work.now)
    matters.must_exist(work, event.matter_id)
    conversation_id = conversations.ensure(
        work, event.matter_id, event.conversation_id, event.subject_line, at=work.at
    )
    standing = authors_standing(work, event, conversation_id, sent_at)
    message_id = ids.message_id(work.firm_id, event.message_id)
    attached = attachments.of_firm(work, event)
    on = commenting.of_firm(work, conversation_id, event)
    message = messages.new(
        standing,
        message_id,
        event.body,
        "firm",
        at=sent_at,
        ref=event.message_id,
        attached=attached,
        reply_to=replies.of_firm(work, conversation_id, event.reply_to),
        document_id=on and on.document.id,
        on=on,
    )
    if not messages.store(work, standing, message, attached, on, marking_read=False):
        _require_the_same(work, event, message, attached)


def _require_the_same(
    work: Work, event: MessagePosted, message: Message, attached: list[Document]
) -> None:
    try:
        messages.stored_before(work, message, attached, event.about)
    except Conflict as error:
        raise EventRefused(
            f"The message '{event.message_id}' was posted before, with another author,"
            " conversation, text, answer, attachments or document that it is about."
        ) from error


def authors_standing(
    work: Work,
    event: MessagePosted | StandingMessageEvent,
    conversation_id: uuid.UUID,
    sent_at: datetime.datetime,
) -> Standing:
    """As whom the firm's own person stands in the conversation, which is locked from here on.

    The audience is of what was sent then. Raises NotYet before they are added to the matter, and
    EventRefused for one who is not of the firm's staff.
    """
    author = ids.person_id(work.firm_id, event.author_id)
    given = {"conversation_id": conversation_id, "author": author, "at": sent_at}
    row = work.session.execute(_AUTHORS_STANDING, given).one_or_none()
    if row is None:
        raise NotYet(f"'{event.author_id}' has not been added to the matter '{event.matter_id}'.")
    standing = Standing(*row)
    if standing.kind != "staff":
        raise EventRefused(f"'{event.author_id}' is not one of the firm's staff in this matter.")
    return standing


_AUTHORS_STANDING = (
    access.standing(bindparam("at"))
    .where(
        Conversation.id == bindparam("conversation_id", type_=Uuid),
        Participant.person_id == bindparam("author", type_=Uuid),
    )
    .with_for_update(of=Conversation, key_share=True)
)
