"""When a person hears by e-mail that something waits: soon, once, and not again too soon.

An e-mail is due a moment after a message, unless it is read before. While that stays unread,
further messages bring another e-mail no sooner than four hours later. Who has no account yet gets
one Get Started e-mail, and another one only when its link has ended and something new waits.

Whoever touches a person's alerts holds the person's row (`people.lock`).
"""

import datetime
import uuid

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from contracts import links
from contracts.events.accounts import AccountActivated
from contracts.events.messages import MessageRead, MessageSent
from services.notify import delivery, people
from services.notify.models import Alert, Person

QUIET = datetime.timedelta(hours=4)  # between two e-mails about one unread conversation

# Runs for every message, so it is put together once.
_ABOUT = select(Alert).where(
    Alert.person_id == any_(bindparam("persons", type_=ARRAY(Uuid))),
    Alert.conversation_id == bindparam("conversation"),
)


def note_sent(
    session: Session,
    firm_id: str,
    event: MessageSent,
    now: datetime.datetime,
    delay: datetime.timedelta,
) -> None:
    """The message waits for everyone in its audience; its author has seen all before it."""
    author = event.author.person_id
    persons = people.lock(session, firm_id, [*event.audience, author])
    alerts = _alerts(session, persons, event.conversation_id)
    for person in persons:
        alert = alerts[person.id]
        alert.last_position = max(alert.last_position, event.position)
        if person.id == author:
            _mark_read(session, alert, event.position, now)
        elif alert.unread and alert.due_at is None:
            alert.due_at = _next(person, alert, now, delay)


def note_read(session: Session, firm_id: str, event: MessageRead, now: datetime.datetime) -> None:
    """The reader has seen everything up to the message; about that no e-mail goes out any more."""
    persons = people.lock(session, firm_id, [event.reader.person_id])
    alert = _alerts(session, persons, event.conversation_id)[event.reader.person_id]
    _mark_read(session, alert, event.position, now)


def note_activated(
    session: Session,
    firm_id: str,
    event: AccountActivated,
    now: datetime.datetime,
    delay: datetime.timedelta,
) -> None:
    """From here on the person gets the common e-mails; what was put off is planned anew."""
    (person,) = people.lock(session, firm_id, [event.person.person_id])
    person.activated_at = person.activated_at or event.activated_at
    delivery.withdraw(session, person.id, now)
    for alert in _unread(session, person.id):
        if alert.due_at is not None:
            alert.due_at = _next(person, alert, now, delay)


def begin_anew(
    session: Session, person: Person, now: datetime.datetime, delay: datetime.timedelta
) -> None:
    """A new address has been told of nothing yet: all that waits is due again."""
    delivery.withdraw(session, person.id, now)
    person.get_started_at = None
    for alert in _unread(session, person.id):
        alert.emailed_at = None
        alert.due_at = _next(person, alert, now, delay)


def silence(session: Session, person: Person, now: datetime.datetime) -> None:
    """The person is not to be written to any more; what waits for them stays noted."""
    delivery.withdraw(session, person.id, now)
    for alert in _unread(session, person.id):
        alert.due_at = None


def _alerts(
    session: Session, persons: list[Person], conversation_id: uuid.UUID
) -> dict[uuid.UUID, Alert]:
    """The persons' alerts about the conversation, by person; made where they are missing.

    One statement as a rule, however many they are: in a large matter a message concerns everyone.
    """
    ids = [person.id for person in persons]
    wanted = {"persons": ids, "conversation": conversation_id}
    found = session.scalars(_ABOUT, wanted).all()
    if len(found) < len(ids):
        rows = [{"person_id": each, "conversation_id": conversation_id} for each in ids]
        session.execute(insert(Alert).values(rows).on_conflict_do_nothing())
        found = session.scalars(_ABOUT, wanted).all()
    return {alert.person_id: alert for alert in found}


def _unread(session: Session, person_id: uuid.UUID) -> list[Alert]:
    query = select(Alert).where(
        Alert.person_id == person_id, Alert.last_position > Alert.read_position
    )
    return list(session.scalars(query))


def _mark_read(session: Session, alert: Alert, position: int, now: datetime.datetime) -> None:
    alert.read_position = max(alert.read_position, position)
    if alert.unread:
        return
    if alert.emailed_at is not None:
        delivery.withdraw(session, alert.person_id, now, alert.conversation_id)
    alert.due_at = alert.emailed_at = None


def _next(
    person: Person, alert: Alert, now: datetime.datetime, delay: datetime.timedelta
) -> datetime.datetime | None:
    """When to write next; None while there is no address to write to."""
    if not person.reachable:
        return None
    if person.activated_at is None:
        told = person.get_started_at
        return now if told is None else max(now, told + links.VALID_FOR)
    told = alert.emailed_at
    return now + delay if told is None else max(now + delay, told + QUIET)
