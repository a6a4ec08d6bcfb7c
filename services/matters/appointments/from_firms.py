"""What firms say of appointments: scheduled, rescheduled, cancelled.

Events may come late and out of order: what an appointment says is of the newest event that told of
it, and whether it is cancelled of the newest that said so. The same again is no news to anybody.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts import ids
from contracts.errors import EventRefused, NotYet
from contracts.events.appointments import (
    AppointmentCancelled,
    AppointmentEvent,
    AppointmentRescheduled,
    AppointmentScheduled,
    AppointmentTold,
)
from contracts.values import EARLIEST
from roster import matters
from roster.models import Matter
from services.matters import people
from services.matters.appointments import telling, times
from services.matters.models import Appointment, AppointmentPerson

# Where one of these is another, people are asked anew whether they come.
_ASKED_ABOUT = {"starts_at", "ends_at", "place", "video_link"}


def schedule(work: Work, event: AppointmentScheduled) -> None:
    """It takes place; in a closed matter too, as that is the firm's.

    Raises NotYet before matter, author and participants are there, EventRefused.
    """
    when = _when(event)
    matter_id = matters.must_exist(work, event.matter_id)
    words = _words(work, event, event.matter_id) | when
    named = people.named(work, event.matter_id, event.participants)
    row = {
        "id": ids.appointment_id(work.firm_id, event.appointment_id),
        "firm_id": work.firm_id,
        "matter_id": matter_id,
        "ref": event.appointment_id,
        "state": "scheduled",
        "version": 0,
        "sequence": -1,
        "scheduled_at": work.at,
        "told_at": EARLIEST,
        "changed_at": work.at,
        "reason": "",
    }
    work.session.execute(insert(Appointment).values(row | words).on_conflict_do_nothing())
    appointment = _locked(work, event)
    if appointment.matter_id != matter_id:
        raise EventRefused(
            f"The appointment '{event.appointment_id}' was scheduled before, in another matter."
        )
    appointment.scheduled_at = max(appointment.scheduled_at, work.at)
    _put(work, appointment, event, words, named)


def reschedule(work: Work, event: AppointmentRescheduled) -> None:
    """All of it is as this says. Raises NotYet before it was scheduled, EventRefused."""
    when = _when(event)
    appointment = _locked(work, event)
    matter = select(Matter.ref).where(Matter.id == appointment.matter_id)
    matter_ref = work.session.scalars(matter).one()
    words = _words(work, event, matter_ref) | when
    named = people.named(work, matter_ref, event.participants)
    _put(work, appointment, event, words, named)


def cancel(work: Work, event: AppointmentCancelled) -> None:
    """It does not take place. Raises NotYet before it was scheduled."""
    appointment = _locked(work, event)
    appointment.cancelled_at = max(appointment.cancelled_at or work.at, work.at)
    if appointment.state == "cancelled" or not _is_cancelled(appointment):
        return
    appointment.state, appointment.reason = "cancelled", event.reason
    _rise(work, appointment)
    telling.tell(work, appointment, closed=telling.unanswered(work, appointment))


def _is_cancelled(appointment: Appointment) -> bool:
    """By the newest events that say so, or that it takes place."""
    cancelled_at = appointment.cancelled_at
    return cancelled_at is not None and cancelled_at >= appointment.scheduled_at


def _when(event: AppointmentTold) -> dict[str, Any]:
    """What can never be so is refused at once, whatever else it waits for."""
    if event.video_link and not event.video_link.startswith("https://"):
        raise EventRefused("The video link must begin with https://.")
    return times.span(event)._asdict()


def _words(work: Work, event: AppointmentTold, matter_ref: str) -> dict[str, Any]:
    same = ("title", "starts", "ends", "place", "video_link", "preparation")
    return {name: getattr(event, name) for name in same} | {
        "author_id": people.author(work, matter_ref, event.author_id),
        "documents": [ids.document_id(work.firm_id, each) for each in event.documents],
    }


def _locked(work: Work, event: AppointmentEvent) -> Appointment:
    appointment = work.session.scalar(
        select(Appointment)
        .where(Appointment.id == ids.appointment_id(work.firm_id, event.appointment_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if appointment is None:
        raise NotYet(f"The appointment '{event.appointment_id}' has not been scheduled.")
    return appointment


def _put(
    work: Work,
    appointment: Appointment,
    event: AppointmentTold,
    words: dict[str, Any],
    named: Sequence[people.Part],
) -> None:
    """Take over what is told, unless something newer was; ask those who are to answer."""
    first = appointment.told_at == EARLIEST
    back = appointment.state == "cancelled" and not _is_cancelled(appointment)
    if back:
        appointment.state, appointment.reason = "scheduled", ""
    changed, gone = set[str](), list[AppointmentPerson]()
    if appointment.told_at <= work.at:
        appointment.told_at = work.at
        changed = {name for name, value in words.items() if getattr(appointment, name) != value}
        for name in changed:
            setattr(appointment, name, words[name])
        gone, come = _put_people(work, appointment, named)
        changed |= {"participants"} if gone or come else set()
    if not (first or back or changed):
        return
    _rise(work, appointment)
    if first or back or changed & _ASKED_ABOUT:
        _ask_anew(work, appointment)
    opened = _to_ask(work, appointment)
    telling.tell(work, appointment, opened=opened, closed=gone)


def _rise(work: Work, appointment: Appointment) -> None:
    appointment.sequence += 1
    appointment.changed_at = work.now


def _ask_anew(work: Work, appointment: Appointment) -> None:
    for each in telling.guests(work, appointment):
        each.answer = "none"


def _to_ask(work: Work, appointment: Appointment) -> list[AppointmentPerson]:
    """Whose answer is missing, while there is something to answer."""
    if appointment.state == "cancelled" or appointment.ends_at <= work.now:
        return []
    present = telling.guests(work, appointment)
    return [each for each in present if each.asked and each.answer == "none"]


def _put_people(
    work: Work, appointment: Appointment, named: Sequence[people.Part]
) -> tuple[list[AppointmentPerson], bool]:
    """Those who take part no more, and whether others do."""
    of_it = AppointmentPerson.appointment_id == appointment.id
    known = {
        each.person_id: each
        for each in work.session.scalars(select(AppointmentPerson).where(of_it))
    }
    wanted = {part.person_id: part for part in named}
    gone = [each for each in known.values() if each.invited and each.person_id not in wanted]
    come = False
    for place, part in enumerate(named):
        row = known.get(part.person_id)
        if row is None:
            row = AppointmentPerson(
                appointment_id=appointment.id,
                person_id=part.person_id,
                matter_id=appointment.matter_id,
                invited=False,
                answer="none",
                opened=0,
                closed=0,
            )
            work.session.add(row)
        come = come or not row.invited
        row.place, row.invited, row.asked = place, True, part.kind != "staff"
        row.starts_at, row.ends_at = appointment.starts_at, appointment.ends_at
    for each in gone:
        each.invited, each.answer = False, "none"
    work.session.flush()
    return gone, come
