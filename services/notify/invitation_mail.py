"""Sends appointments into people's calendars, when their time has come.

Whatever was noted is judged again here: who has left the matter meanwhile is sent nothing but that
it is off, and what their calendar has already is not sent twice.
"""

import datetime
import uuid
import zoneinfo

from sqlalchemy import Select, select

from calendars import inviting, writing
from contracts import links
from contracts.values import AppointmentState
from services.notify import alert_mail, delivery, invitations
from services.notify.emails import invitation
from services.notify.emails.invitation import News
from services.notify.models import Alert, Firm, Invitation, Part, Person
from services.notify.queueing import queue, secure_link
from services.notify.work import NotifyWork

_DAY = datetime.timedelta(days=1)


def planned(work: NotifyWork) -> Select[uuid.UUID, datetime.datetime | None]:
    """The persons whose calendars are to be looked at, and when.

    Whoever is in it twice has been told of everything the first time.
    """
    return (
        select(Invitation.person_id, Invitation.due_at)
        .join(Person, Person.id == Invitation.person_id)
        .join(Firm, Firm.id == Person.firm_id)
        .where(Invitation.due_at.is_not(None))
        .order_by(Invitation.due_at)
    )


def queue_invitations(work: NotifyWork, person_id: uuid.UUID) -> bool:
    """Queue an e-mail for each appointment that their calendar has otherwise.

    False when another process does.
    """
    taken = alert_mail.take(work, person_id)
    if taken is None:
        return False
    person, firm = taken
    of_person = Invitation.person_id == person.id, Invitation.due_at <= work.now
    for row in work.session.scalars(select(Invitation).where(*of_person)):
        row.due_at = None
        _look(work, firm, person, row)
    work.due(Alert)  # of what is told here nothing else tells, and of the rest it does
    return True


def _look(work: NotifyWork, firm: Firm, person: Person, row: Invitation) -> None:
    if person.activated_at is None or not person.reachable or row.ends_at <= work.now:
        return
    part = work.session.get(Part, (person.id, row.matter_id))
    if part is not None and part.from_date is not None and part.from_date > work.now:
        row.due_at = part.from_date
        work.due(Invitation, row.due_at)
        return
    news = _news(row, left=part is not None and part.removed)
    invited = row.told_sequence is not None
    if news is not None and (invited or invitations.wanted(work, firm.id)):
        _send(work, firm, person, row, news)


def _news(row: Invitation, *, left: bool) -> News | None:
    """What is new for their calendar, or nothing."""
    held = row.told_from is not None
    if not left and row.takes_place:
        if not invitations.is_news(row):
            return None
        return "moved" if held else "made"
    if not held:
        return None
    return "left" if left or not row.cancelled else "cancelled"


def _send(work: NotifyWork, firm: Firm, person: Person, row: Invitation, news: News) -> None:
    off = news in ("cancelled", "left")
    if row.email_id is not None:
        delivery.lapse(work, row.email_id)
    # As in the feed; higher where someone comes, goes, or has another mailbox in between.
    sequence = row.sequence if row.told_sequence is None else row.told_sequence + 1
    row.told_sequence = max(row.sequence, sequence)
    entry = _entry(work, row, "cancelled" if off else "scheduled")
    row.told_from, row.told_until = (None, None) if off else (row.starts_at, row.ends_at)
    about = links.Target(kind="appointment", id=row.appointment_id)
    target = links.Target() if news == "left" else about
    rendered = invitation.generate(
        firm,
        person,
        news,
        secure_link(work, firm, person.id, person.address, target),
        work.settings.host,
        inviting.invitation(entry, organizer=work.settings.sender, attendee=person.address),
    )
    row.email_id = queue(
        work,
        "invitation",
        firm,
        person.address,
        rendered,
        thread=alert_mail.thread(work, person, about),
        person_id=person.id,
        expires_at=row.ends_at,
    )
    alert = work.session.get(Alert, (person.id, "appointment", row.appointment_id))
    if alert is not None and alert.due_at is not None:
        alert.due_at, alert.emailed_at = None, work.now


def _entry(work: NotifyWork, row: Invitation, state: AppointmentState) -> writing.Entry:
    """When it is, and where in the portal what it is about is to be read."""
    off = state == "cancelled"
    starts_at, ends_at = row.starts_at, row.ends_at
    if off and row.told_from is not None and row.told_until is not None:
        starts_at, ends_at = row.told_from, row.told_until
    days = [_day(row, starts_at), _day(row, ends_at - _DAY)] if row.all_day else [None, None]
    return writing.Entry(
        id=row.appointment_id,
        sequence=row.told_sequence or 0,
        changed_at=work.now.replace(microsecond=0),
        starts_at=starts_at,
        ends_at=ends_at,
        time_zone=row.time_zone,
        first_day=days[0],
        last_day=days[1],
        state=state,
        summary=writing.NEUTRAL,
        link=f"{work.settings.public_url}/events/{row.appointment_id}",
    )


def _day(row: Invitation, moment: datetime.datetime) -> datetime.date:
    return moment.astimezone(zoneinfo.ZoneInfo(row.time_zone)).date()
