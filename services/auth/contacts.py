"""Contacts, from their firms' events, which may come late and out of order.

Each value remembers the time of the event that set it; an older event changes only what nothing
newer has set. Events about a firm or contact that is not here yet wait (NotYet); one with an
address that the mail server does not carry is refused (EventRefused).
"""

from contracts import ids
from contracts.addresses import normalize, require_carried
from contracts.errors import NotYet
from contracts.events.contacts import ContactInvited, ContactRemoved, ContactUpdated
from services.auth import accounts, persons
from services.auth.models import Firm, Person
from services.auth.work import AuthWork


def invite(work: AuthWork, event: ContactInvited) -> None:
    """The firm lets a contact in, for the first time or again."""
    if work.session.get(Firm, work.firm_id) is None:
        raise NotYet(f"The firm '{work.firm_id}' is not registered yet.")
    require_carried(event.email, smtputf8=work.settings.smtputf8)
    person = persons.locked(work, ids.person_id(work.firm_id, event.contact_id))
    if person is None:
        work.session.add(_fresh(work, event))
        return
    _apply(work, person, event)
    _set_presence(work, person, invited=True)
    persons.confirm(work, person)


def update(work: AuthWork, event: ContactUpdated) -> None:
    """Only what is given changes."""
    require_carried(event.email, smtputf8=work.settings.smtputf8)
    _apply(work, persons.of_contact(work, event.contact_id), event)


def remove(work: AuthWork, event: ContactRemoved) -> None:
    """The contact no longer signs in on this firm's behalf; a new invitation must be proved."""
    _set_presence(work, persons.of_contact(work, event.contact_id), invited=False)


def _fresh(work: AuthWork, event: ContactInvited) -> Person:
    return Person(
        id=ids.person_id(work.firm_id, event.contact_id),
        firm_id=work.firm_id,
        contact_ref=event.contact_id,
        name=event.name,
        name_at=work.at,
        email=event.email,
        address=normalize(event.email),
        email_at=work.at,
        time_zone=event.time_zone,
        time_zone_at=work.at,
        invited=True,
        invited_at=work.at,
    )


def _apply(work: AuthWork, person: Person, event: ContactInvited | ContactUpdated) -> None:
    if event.name is not None and work.at >= person.name_at:
        person.name, person.name_at = event.name, work.at
    if event.time_zone is not None and work.at >= person.time_zone_at:
        person.time_zone, person.time_zone_at = event.time_zone, work.at
    if event.email is not None and work.at >= person.email_at:
        person.email_at = work.at
        accounts.change_address(work, person, event.email)


def _set_presence(work: AuthWork, person: Person, *, invited: bool) -> None:
    if work.at < person.invited_at:
        return
    person.invited_at = work.at
    if person.invited and not invited:
        accounts.leave(work, person)
        person.links_void_before = work.now  # should they be invited again, by new links only
    person.invited = invited
