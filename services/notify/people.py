"""Firms and persons, as far as e-mails need them.

Events may come late and out of order: each fact keeps the time of the event that set it, and an
older one never takes its place.
"""

import datetime
import uuid
from collections.abc import Iterable

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from backbone.postgres import newest
from contracts.addresses import normalize
from contracts.events.contacts import ContactInvited, ContactUpdated
from contracts.events.firms import FirmRegistered
from services.notify.models import Alert, Firm, Person
from services.notify.work import NotifyWork

# What runs for every message is put together once.
_WANTED = Person.id == any_(bindparam("persons", type_=ARRAY(Uuid)))
_KNOWN = select(Person.id).where(_WANTED)
_LOCK = (
    select(Person)
    .where(_WANTED)
    .order_by(Person.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)


def register_firm(work: NotifyWork, event: FirmRegistered) -> None:
    """Remember the firm as it shows itself; alerts may have waited for just that."""
    facts = {
        "name": event.name,
        "contact": event.contact,
        "accent": event.accent,
    }
    newest.put(work.session, Firm, {"id": work.firm_id}, facts, at=work.at, column="told_at")
    work.due(Alert)


def lock(work: NotifyWork, person_ids: Iterable[uuid.UUID]) -> list[Person]:
    """The persons' rows, held until the transaction ends; made where they are missing.

    Everything that decides when a person hears of something holds their row, so that an address
    and a message coming at the same moment see each other. Rows are taken in one order only.
    """
    wanted = sorted(set(person_ids))
    # Mostly they are all there, and an insert costs more than a look.
    known = work.session.execute(_KNOWN, {"persons": wanted}).all()
    if len(known) < len(wanted):
        rows = [{"id": each, "firm_id": work.firm_id} for each in wanted]
        work.session.execute(insert(Person).values(rows).on_conflict_do_nothing())
    return list(work.session.scalars(_LOCK, {"persons": wanted}))


def invite(person: Person, event: ContactInvited, at: datetime.datetime) -> bool:
    """The firm lets the person in; true when that makes or moves their address."""
    before = reached_at(person)
    if person.invited_at is None or person.invited_at <= at:
        if person.removed_at is not None and person.removed_at >= (person.invited_at or at):
            person.unreachable_at = None
        person.invited_at = at
    _correct(person, event, at)
    return reached_at(person) != before


def update(person: Person, event: ContactUpdated, at: datetime.datetime) -> bool:
    """The firm corrects what is given; true when that makes or moves their address."""
    before = reached_at(person)
    _correct(person, event, at)
    return reached_at(person) != before


def remove(person: Person, at: datetime.datetime) -> bool:
    """The firm lets the person in no longer; true unless a later invitation is known already."""
    if person.removed_at is None or person.removed_at <= at:
        person.removed_at = at
    return not person.reachable


def reached_at(person: Person) -> str:
    """The address at which the person may be written to, or nothing."""
    return normalize(person.address) if person.reachable else ""


def _correct(person: Person, event: ContactInvited | ContactUpdated, at: datetime.datetime) -> None:
    person.ref = event.contact_id
    _set_name(person, event.name, at)
    _set_address(person, event.email, at)


def _set_name(person: Person, name: str | None, at: datetime.datetime) -> None:
    if name is not None and (person.name_at is None or person.name_at <= at):
        person.name, person.name_at = name, at


def _set_address(person: Person, address: str | None, at: datetime.datetime) -> None:
    if address is not None and (person.address_at is None or person.address_at <= at):
        if normalize(address) != normalize(person.address):
            person.unreachable_at = None  # that was the old one's
        person.address, person.address_at = address, at
