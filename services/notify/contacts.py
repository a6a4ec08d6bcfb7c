"""What a firm says of its contacts, and what that means for the e-mails to them."""

from contracts.addresses import require_carried
from contracts.events.contacts import ContactInvited, ContactRemoved, ContactUpdated
from contracts.ids import person_id
from services.notify import alerts, invitations, people
from services.notify.models import Person
from services.notify.work import NotifyWork


def invite(work: NotifyWork, event: ContactInvited) -> None:
    """An address at last: what has waited for the person already is told there.

    Raises EventRefused for one that the mail server does not carry, as `update` does.
    """
    require_carried(event.email, smtputf8=work.settings.smtputf8)
    person = _lock(work, event.contact_id)
    if people.invite(person, event, work.at):
        _begin_anew(work, person)


def update(work: NotifyWork, event: ContactUpdated) -> None:
    """Another address gets its own e-mails; links sent to the old one open nothing any more."""
    require_carried(event.email, smtputf8=work.settings.smtputf8)
    person = _lock(work, event.contact_id)
    if people.update(person, event, work.at):
        _begin_anew(work, person)


def remove(work: NotifyWork, event: ContactRemoved) -> None:
    """No e-mail goes to the person any more."""
    person = _lock(work, event.contact_id)
    if people.remove(person, work.at):
        alerts.silence(work, person)


def _begin_anew(work: NotifyWork, person: Person) -> None:
    alerts.begin_anew(work, person)
    invitations.begin_anew(work, person)


def _lock(work: NotifyWork, contact_id: str) -> Person:
    (person,) = people.lock(work, [person_id(work.firm_id, contact_id)])
    return person
