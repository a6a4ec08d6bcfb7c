"""What a firm says of its contacts, and what that means for the e-mails to them."""

import datetime

from sqlalchemy.orm import Session

from contracts.events.contacts import ContactInvited, ContactRemoved, ContactUpdated
from contracts.ids import person_id
from services.notify import alerts, people
from services.notify.models import Person
from services.notify.settings import NotifySettings


def invited(
    session: Session,
    settings: NotifySettings,
    firm_id: str,
    event: ContactInvited,
    at: datetime.datetime,
    now: datetime.datetime,
) -> None:
    """An address at last: what has waited for the person already is told there."""
    person = _lock(session, firm_id, event.contact_id)
    if people.invite(person, event.name, event.email, at):
        alerts.begin_anew(session, person, now, settings.delay)


def updated(
    session: Session,
    settings: NotifySettings,
    firm_id: str,
    event: ContactUpdated,
    at: datetime.datetime,
    now: datetime.datetime,
) -> None:
    """Another address gets its own e-mails; links sent to the old one open nothing any more."""
    person = _lock(session, firm_id, event.contact_id)
    if people.update(person, event.name, event.email, at):
        alerts.begin_anew(session, person, now, settings.delay)


def removed(
    session: Session,
    firm_id: str,
    event: ContactRemoved,
    at: datetime.datetime,
    now: datetime.datetime,
) -> None:
    """No e-mail goes to the person any more."""
    person = _lock(session, firm_id, event.contact_id)
    if people.remove(person, at):
        alerts.silence(session, person, now)


def _lock(session: Session, firm_id: str, contact_id: str) -> Person:
    (person,) = people.lock(session, firm_id, [person_id(firm_id, contact_id)])
    return person
