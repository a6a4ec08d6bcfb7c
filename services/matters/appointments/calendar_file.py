"""Appointments as calendars are told of them."""

from typing import Any

from sqlalchemy import Row

from backbone.work import Work
from calendars import writing
from calendars.writing import Entry
from contracts import local
from contracts.calls.appointments import CalendarFile, GetAppointment, WriteAppointment
from services.matters.appointments import listing
from services.matters.models import Appointment


def write(work: Work, call: WriteAppointment) -> CalendarFile:
    """One, with all that the caller sees of it. Raises NotFound."""
    asked = GetAppointment(caller=call.caller, appointment_id=call.appointment_id)
    shown = listing.get(work, asked)
    row = work.session.get_one(Appointment, shown.id)
    return CalendarFile(text=writing.calendar([entry(row, call.portal)]))


def entry(row: Appointment | Row[*tuple[Any, ...]], portal: str, *, neutral: bool = False) -> Entry:
    """`neutral`: whoever looks at the calendar learns when, and no more."""
    by_day = local.is_day(row.starts)
    return Entry(
        id=row.id,
        sequence=row.sequence,
        changed_at=row.changed_at.replace(microsecond=0),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        time_zone=row.time_zone,
        first_day=local.day(row.starts) if by_day else None,
        last_day=local.day(row.ends) if by_day else None,
        state=row.state,
        summary=writing.NEUTRAL if neutral else row.title,
        location="" if neutral else row.place or row.video_link,
        description="" if neutral or not row.place else row.video_link,
        link=f"{portal}/events/{row.id}",
    )
