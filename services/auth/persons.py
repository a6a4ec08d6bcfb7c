"""Persons, from their firms' events, which may come late and out of order.

Each value remembers the time of the event that set it; an older event changes only what nothing
newer has set. Events about a firm or contact that is not here yet wait (NotYet).
"""

import datetime
import functools
import uuid
import zoneinfo

from contracts import ids, links
from contracts.errors import EventRefused, NotYet
from contracts.events.contacts import ContactInvited, ContactRemoved, ContactUpdated
from services.auth import accounts
from services.auth.context import Context
from services.auth.models import Firm, Person


def invite(ctx: Context, firm_id: str, event: ContactInvited, at: datetime.datetime) -> None:
    """The firm lets a contact in, for the first time or again."""
    if ctx.db.get(Firm, firm_id) is None:
        raise NotYet(f"The firm '{firm_id}' is not registered yet.")
    _require_known(event.time_zone)
    person = locked(ctx, ids.person_id(firm_id, event.contact_id))
    if person is None:
        ctx.db.add(_fresh(firm_id, event, at))
        return
    _apply(ctx, person, event, at)
    _set_presence(ctx, person, True, at)
    confirm(person, at)


def update(ctx: Context, firm_id: str, event: ContactUpdated, at: datetime.datetime) -> None:
    """Only what is given changes."""
    _require_known(event.time_zone)
    _apply(ctx, present(ctx, firm_id, event.contact_id), event, at)


def remove(ctx: Context, firm_id: str, event: ContactRemoved, at: datetime.datetime) -> None:
    """The contact no longer signs in on this firm's behalf; a new invitation must be proved."""
    _set_presence(ctx, present(ctx, firm_id, event.contact_id), False, at)


def confirm(person: Person, at: datetime.datetime) -> None:
    """The firm stands by the person: what another firm's reset held back is free again."""
    if person.held_at is not None and at >= person.held_at:
        person.held_at = None


def is_time_zone(name: str) -> bool:
    return name in _time_zones()


@functools.cache
def _time_zones() -> frozenset[str]:
    """Read from many files, once."""
    return frozenset(zoneinfo.available_timezones())


def locked(ctx: Context, person_id: uuid.UUID) -> Person | None:
    """The person as it is now, and as it stays until the end of this transaction."""
    return ctx.db.get(Person, person_id, with_for_update=True, populate_existing=True)


def _fresh(firm_id: str, event: ContactInvited, at: datetime.datetime) -> Person:
    return Person(
        id=ids.person_id(firm_id, event.contact_id),
        firm_id=firm_id,
        contact_ref=event.contact_id,
        name=event.name,
        name_at=at,
        email=event.email,
        address=links.normalize(event.email),
        email_at=at,
        time_zone=event.time_zone,
        time_zone_at=at,
        invited=True,
        invited_at=at,
    )


def present(ctx: Context, firm_id: str, contact_id: str) -> Person:
    person = locked(ctx, ids.person_id(firm_id, contact_id))
    if person is None:
        raise NotYet(f"The contact '{contact_id}' was not invited yet.")
    return person


def _apply(
    ctx: Context, person: Person, event: ContactInvited | ContactUpdated, at: datetime.datetime
) -> None:
    if event.name is not None and at >= person.name_at:
        person.name, person.name_at = event.name, at
    if event.time_zone is not None and at >= person.time_zone_at:
        person.time_zone, person.time_zone_at = event.time_zone, at
    if event.email is not None and at >= person.email_at:
        person.email_at = at
        accounts.change_address(ctx, person, event.email)


def _set_presence(ctx: Context, person: Person, invited: bool, at: datetime.datetime) -> None:
    if at < person.invited_at:
        return
    person.invited_at = at
    if person.invited and not invited:
        accounts.part(ctx, person)
        person.links_void_before = ctx.now  # should they be invited again, by new links only
    person.invited = invited


def _require_known(time_zone: str | None) -> None:
    if time_zone is not None and not is_time_zone(time_zone):
        raise EventRefused(f"The time zone '{time_zone}' is not an IANA name.")
