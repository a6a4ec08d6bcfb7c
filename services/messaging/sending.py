"""Members send messages."""

import datetime

from sqlalchemy.orm import Session

from contracts.calls.messaging import Message, SendMessage
from contracts.errors import AccessEnded, DomainError, InvalidInput
from services.messaging import access, messages
from services.messaging.access import Place

A_DAY = datetime.timedelta(days=1)


def send(session: Session, call: SendMessage) -> Message:
    """A member says something. The same call again answers the same message, stored once.

    Raises NotFound, AccessEnded, Conflict and InvalidInput as `SendMessage` says. What was unread
    before stays unread: answering is no proof of having read.
    """
    _check(call)
    place = access.for_writing(session, call.caller, call.conversation_id, at=_now())
    message = messages.new(place, call.message_id, call.body, "portal", at=_now())
    ended = _ended(place)
    if ended is None and messages.store(session, place, message, marking_read=True):
        return messages.shown(message, place)
    before = messages.stored_before(session, message)
    if before is None:
        raise ended or RuntimeError("A message was neither stored nor there")
    return messages.shown(before, place)


def is_blank(body: str) -> bool:
    """Whether nobody would see anything: only spaces, controls and marks without a shape."""
    return not any(each.isprintable() and not each.isspace() for each in body)


def _check(call: SendMessage) -> None:
    if call.message_id.version != 7:
        raise InvalidInput("The message's id must be a UUIDv7.", field="message_id")
    # RFC 9562, 5.7: the first 48 bits are milliseconds since 1970.
    if call.message_id.int >> 80 > (_now() + A_DAY).timestamp() * 1000:
        raise InvalidInput("The message's id lies in the future.", field="message_id")
    if is_blank(call.body):
        raise InvalidInput("The message has no text.", field="body")
    if "\0" in call.body:
        raise InvalidInput("The message holds a character that is none (U+0000).", field="body")


def _ended(place: Place) -> DomainError | None:
    if place.closed:
        return AccessEnded()
    if place.from_date > _now():
        return AccessEnded("You take part in this matter from a later date on.")
    return None


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
