"""Persons as auth keeps them, and as it names them to others."""

import uuid

from sqlalchemy import select

from contracts import ids
from contracts.errors import NotYet
from contracts.events import persons
from services.auth.models import Account, Person
from services.auth.work import AuthWork


def locked(work: AuthWork, person_id: uuid.UUID) -> Person | None:
    """The person as it is now, and as it stays until the end of this transaction."""
    return work.session.get(Person, person_id, with_for_update=True, populate_existing=True)


def of_contact(work: AuthWork, contact_id: str) -> Person:
    """The person that the event's firm knows by this id; locked. Raises NotYet."""
    person = locked(work, ids.person_id(work.firm_id, contact_id))
    if person is None:
        raise NotYet(f"The contact '{contact_id}' was not invited yet.")
    return person


def of_account(work: AuthWork, account_id: uuid.UUID) -> list[Person]:
    """Those whom the account signs in as."""
    return list(
        work.session.scalars(
            select(Person)
            .where(Person.account_id == account_id, Person.invited)
            .order_by(Person.id)
        )
    )


def time_zone(account: Account, person: Person) -> str | None:
    """In which they live: as they said themselves, else as the firm did."""
    return account.time_zone or person.time_zone


def newcomer(work: AuthWork, address: str) -> Person | None:
    """Somebody who was invited at this address and has never come, if there is any."""
    return work.session.scalar(
        select(Person)
        .where(
            Person.address == address,
            Person.invited,
            Person.held_at.is_(None),
            Person.account_id.is_(None),
        )
        .order_by(Person.id)
        .limit(1)
    )


def confirm(work: AuthWork, person: Person) -> None:
    """The firm stands by the person: what another firm's reset held back is free again."""
    if person.held_at is not None and work.at >= person.held_at:
        person.held_at = None


def as_both_know(person: Person) -> persons.Person:
    return persons.Person(person_id=person.id, contact_ref=person.contact_ref, name=person.name)
