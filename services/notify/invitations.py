"""Which appointments are to come to whom by e-mail, and when to look whether one is to be sent.

Where a firm wants it, whoever takes part in an appointment, has an account and sees its matter is
sent it as an invitation that calendars read; again when it moves, and that it is off when it does
not take place or no longer with them. Who was invited once hears of such changes even if the firm
wants no more invitations: else their calendar would lie.

Whoever touches a person's invitations holds the person's row (`people.lock`).
"""

import datetime
import uuid

from sqlalchemy import ColumnElement, exists, select, update

from backbone.postgres import newest
from contracts.events.accounts import AccountActivated
from contracts.events.appointments import AppointmentChanged
from contracts.events.firms import FirmPolicyChanged
from services.notify import alerts, people
from services.notify.models import Alert, Invitation, InvitationPolicy, Person
from services.notify.work import NotifyWork


def want(work: NotifyWork, event: FirmPolicyChanged) -> None:
    """Appointments made or changed from now on are e-mailed, or not; of two the newer counts."""
    if event.invitations_emailed is None:
        return
    firm, said = {"firm_id": work.firm_id}, {"emailed": event.invitations_emailed}
    newest.put(work.session, InvitationPolicy, firm, said, at=work.at)


def wanted(work: NotifyWork, firm_id: str) -> bool:
    policy = work.session.get(InvitationPolicy, firm_id)
    return policy is not None and policy.emailed


def note(work: NotifyWork, event: AppointmentChanged) -> None:
    """How an appointment now stands for each of its guests, those who were among them too.

    Late and out of order the newest version counts. One from long ago is history being fed in, and
    invites nobody.
    """
    invites = wanted(work, work.firm_id) and work.now - event.at <= alerts.OLD
    if not invites and not _any(work, event.appointment_id, event.audience):
        return
    persons = people.lock(work, event.audience)
    known = _of(work, event.appointment_id, event.audience)
    for person in persons:
        row = known.get(person.id)
        if row is None and invites and person.id in event.guests:
            row = Invitation(person_id=person.id, appointment_id=event.appointment_id, version=0)
            work.session.add(row)
        if row is not None and row.version < event.version:
            _put(row, event)
            _plan(work, person, row, work.now + work.settings.delay)


def note_activated(work: NotifyWork, event: AccountActivated) -> None:
    """From here on they see what they were invited to; what is ahead is sent now."""
    (person,) = people.lock(work, [event.person.person_id])
    look_again(work, person)


def look_again(work: NotifyWork, person: Person, matter_id: uuid.UUID | None = None) -> None:
    """Something may be with them now, or no longer: everything ahead of them, or of one matter."""
    _plan_all(work, person, *([Invitation.matter_id == matter_id] if matter_id else []))


def begin_anew(work: NotifyWork, person: Person) -> None:
    """The calendar of a new address holds nothing yet."""
    of_person = Invitation.person_id == person.id
    nothing = {"told_from": None, "told_until": None}
    work.session.execute(update(Invitation).where(of_person).values(nothing))
    _plan_all(work, person)


def tells_of(alert: type[Alert]) -> ColumnElement[bool]:
    """Whether an invitation is about to tell what the alert would."""
    same = (Invitation.person_id == alert.person_id) & (Invitation.appointment_id == alert.about_id)
    due = Invitation.due_at.is_not(None)
    return (alert.about_kind == "appointment") & exists().where(same, due)


def _any(work: NotifyWork, appointment_id: uuid.UUID, audience: list[uuid.UUID]) -> bool:
    these = Invitation.appointment_id == appointment_id, Invitation.person_id.in_(audience)
    return work.session.scalar(select(exists().where(*these))) or False


def _of(
    work: NotifyWork, appointment_id: uuid.UUID, audience: list[uuid.UUID]
) -> dict[uuid.UUID, Invitation]:
    these = Invitation.appointment_id == appointment_id, Invitation.person_id.in_(audience)
    return {row.person_id: row for row in work.session.scalars(select(Invitation).where(*these))}


def _put(row: Invitation, event: AppointmentChanged) -> None:
    for name in (
        "matter_id",
        "version",
        "sequence",
        "starts_at",
        "ends_at",
        "time_zone",
        "all_day",
    ):
        setattr(row, name, getattr(event, name))
    row.cancelled = event.state == "cancelled"
    row.takes_place = not row.cancelled and row.person_id in event.guests


def _plan(work: NotifyWork, person: Person, row: Invitation, at: datetime.datetime) -> None:
    """Nothing for who cannot be told yet: that is looked at again once they can."""
    if person.activated_at is None or not person.reachable or not is_news(row):
        row.due_at = None
    else:
        row.due_at = at
        work.due(Invitation, at)


def is_news(row: Invitation) -> bool:
    """Whether their calendar has it otherwise."""
    told = (row.told_from, row.told_until)
    return told != ((row.starts_at, row.ends_at) if row.takes_place else (None, None))


def _plan_all(work: NotifyWork, person: Person, *which: ColumnElement[bool]) -> None:
    """One statement, however many there are; what is no news is found when each is looked at."""
    if person.activated_at is None or not person.reachable:
        return
    ahead = Invitation.person_id == person.id, Invitation.ends_at > work.now
    planning = update(Invitation).where(*ahead, *which).values(due_at=work.now)
    work.session.execute(planning.execution_options(synchronize_session="fetch"))
    work.due(Invitation)
