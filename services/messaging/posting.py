"""The firm posts messages from its own system."""

import datetime
import uuid

from sqlalchemy import Uuid, bindparam
from sqlalchemy.orm import Session

from contracts import ids
from contracts.errors import EventRefused, NotYet
from contracts.events.messages import MessagePosted
from services.messaging import access, conversations, matters, messages
from services.messaging.access import Place
from services.messaging.models import Conversation, Member
from services.messaging.sending import is_blank


def post(session: Session, firm_id: str, event: MessagePosted, *, at: datetime.datetime) -> None:
    """Someone at the firm writes; in a closed matter too, for the matter is the firm's.

    The author must be, or have been, one of the firm's own people in the matter: they are shown by
    name and role, and a firm does not write in its client's name (EventRefused). Raises NotYet
    before the matter is opened or the author is added to it, so the order of these does not matter.
    The same message again changes nothing; the same id with other content raises Conflict.
    """
    if is_blank(event.body) or "\0" in event.body:
        raise EventRefused("The message has no text that could be shown.")
    # A clock that runs ahead does not put a message into the future.
    sent_at = min(event.posted_at, datetime.datetime.now(datetime.UTC))
    conversation_id = _conversation(session, firm_id, event, at)
    place = _authors_place(session, firm_id, event, conversation_id, sent_at)
    message = messages.new(
        place,
        ids.message_id(firm_id, event.message_id),
        event.body,
        "firm",
        at=sent_at,
        ref=event.message_id,
    )
    if not messages.store(session, place, message, marking_read=False):
        messages.stored_before(session, message)


def _conversation(
    session: Session, firm_id: str, event: MessagePosted, at: datetime.datetime
) -> uuid.UUID:
    matters.must_exist(session, firm_id, event.matter_id)
    return conversations.ensure(
        session,
        firm_id,
        event.matter_id,
        event.conversation_id,
        subject_line=event.subject_line,
        at=at,
    )


def _authors_place(
    session: Session,
    firm_id: str,
    event: MessagePosted,
    conversation_id: uuid.UUID,
    sent_at: datetime.datetime,
) -> Place:
    author = ids.person_id(firm_id, event.author_id)
    given = {"conversation_id": conversation_id, "author": author, "at": sent_at}
    row = session.execute(_AUTHORS_PLACE, given).one_or_none()
    if row is None:
        raise NotYet(f"'{event.author_id}' has not been added to the matter '{event.matter_id}'.")
    place = Place(*row)
    if place.kind != "staff":
        raise EventRefused(f"'{event.author_id}' is not one of the firm's staff in this matter.")
    return place


_AUTHORS_PLACE = (
    access.place(bindparam("at"))
    .where(
        Conversation.id == bindparam("conversation_id", type_=Uuid),
        Member.person_id == bindparam("author", type_=Uuid),
    )
    .with_for_update(of=Conversation, key_share=True)
)
