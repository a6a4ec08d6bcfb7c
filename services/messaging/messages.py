"""A message takes its place in a conversation, once, and the news of it goes out with it."""

import datetime
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from backbone.outbox import writing
from contracts.calls.messaging import Message as MessageShown
from contracts.errors import Conflict
from contracts.events.messages import MessageSent
from contracts.events.persons import Person
from services.messaging import paging, storing
from services.messaging.access import Place
from services.messaging.models import Message, Origin


def new(
    place: Place, id: uuid.UUID, body: str, origin: Origin, *, at: datetime.datetime, ref: str = ""
) -> Message:
    """The next message at this place, not stored yet; the place's conversation must be locked."""
    return Message(
        id=id,
        conversation_id=place.conversation_id,
        position=place.last_position + 1,
        author_id=place.person_id,
        author_role=place.role,
        origin=origin,
        ref=ref,
        body=body,
        sent_at=at,
    )


def store(session: Session, place: Place, message: Message, *, marking_read: bool) -> bool:
    """Store the message and publish `message.sent`; False when there is one of this id.

    `marking_read`: the author's read mark moves along if nothing of others' was left unread.
    """
    since = place.from_date if marking_read else None
    if not storing.store_once(session, message, mark_since=since):
        return False
    writing.publish(session, _sent(place, message), place.firm_id)
    return True


def stored_before(session: Session, message: Message) -> Message | None:
    """The same message as it was stored before, if it was. Raises Conflict for the same id with
    another author, conversation or body."""
    found = session.scalar(select(Message).where(Message.id == message.id))
    if found is not None and _content(found) != _content(message):
        raise Conflict()
    return found


def shown(message: Message, place: Place) -> MessageShown:
    """The message as its author sees it."""
    return MessageShown(
        id=message.id,
        conversation_id=message.conversation_id,
        author_id=message.author_id,
        author_name=place.person_name,
        author_role=message.author_role,
        mine=True,
        body=message.body,
        sent_at=message.sent_at,
        cursor=paging.of_position(message.position),
    )


def _content(message: Message) -> tuple[uuid.UUID, uuid.UUID, str]:
    return message.author_id, message.conversation_id, message.body


def _sent(place: Place, message: Message) -> MessageSent:
    return MessageSent(
        conversation_id=place.conversation_id,
        matter_id=place.matter_id,
        matter_ref=place.matter_ref,
        message_id=message.id,
        position=message.position,
        audience=place.audience or [],
        author=Person(
            person_id=place.person_id, contact_ref=place.person_ref, name=place.person_name
        ),
        origin=message.origin,
        body=message.body,
        sent_at=message.sent_at,
        conversation_ref=place.conversation_ref,
        message_ref=message.ref,
    )
