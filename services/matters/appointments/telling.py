"""Every change of an appointment raises its version, and is told."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, select

from backbone.work import Work
from contracts import local
from contracts.events.appointments import AppointmentChanged, AppointmentFact
from roster.models import Matter
from services.matters import people
from services.matters.models import Appointment, AppointmentPerson


def tell(
    work: Work,
    appointment: Appointment,
    *,
    kind: type[AppointmentFact] = AppointmentChanged,
    opened: Iterable[AppointmentPerson] = (),
    closed: Iterable[AppointmentPerson] = (),
    **more: Any,
) -> None:
    """It has changed: from here on answers of these people wait, or those of others do not."""
    appointment.version += 1
    waiting, settled = list(opened), list(closed)
    for each in waiting:
        each.opened = appointment.version
    for each in settled:
        each.closed = appointment.version
    present = guests(work, appointment)
    unanswered = any(each.opened > each.closed for each in present)
    appointment.settle_at = appointment.ends_at if unanswered else None
    if appointment.settle_at is not None:
        work.due(Appointment, appointment.settle_at)
    told = kind(
        **_standing(work, appointment),
        audience=[each.person_id for each in {*present, *settled}],
        at=work.at,
        waiting=[each.person_id for each in waiting],
        settled=[each.person_id for each in settled],
        guests=[each.person_id for each in present],
        **more,
    )
    work.publish(told, appointment.firm_id)


def guests(work: Work, appointment: Appointment) -> list[AppointmentPerson]:
    """Those who take part now, in their order."""
    of_it = AppointmentPerson.appointment_id == appointment.id
    rows = work.session.scalars(select(AppointmentPerson).where(of_it))
    return sorted((each for each in rows if each.invited), key=lambda each: each.place)


def unanswered(work: Work, appointment: Appointment) -> list[AppointmentPerson]:
    return [each for each in guests(work, appointment) if each.opened > each.closed]


def to_settle(work: Work) -> Select[uuid.UUID, datetime.datetime | None]:
    """The appointments that wait for answers, and until when: the earliest first."""
    until = Appointment.settle_at
    return select(Appointment.id, until).where(until.is_not(None)).order_by(until)


def settle(work: Work, appointment_id: uuid.UUID) -> bool:
    """It is over: nobody's answer waits any more. False where that is not so yet."""
    this = select(Appointment).where(Appointment.id == appointment_id)
    appointment = work.session.scalar(this.with_for_update(skip_locked=True))
    if appointment is None or appointment.settle_at is None or appointment.settle_at > work.now:
        return False
    tell(work, appointment, closed=unanswered(work, appointment))
    return True


def _standing(work: Work, appointment: Appointment) -> dict[str, Any]:
    matter = select(Matter.ref).where(Matter.id == appointment.matter_id)
    return {name: getattr(appointment, name) for name in _SAME} | {
        "appointment_id": appointment.id,
        "appointment_ref": appointment.ref,
        "matter_ref": work.session.scalars(matter).one(),
        "author": people.one(work, appointment.author_id),
        "all_day": local.is_day(appointment.starts),
    }


_SAME = (
    "matter_id",
    "version",
    "sequence",
    "title",
    "starts_at",
    "ends_at",
    "time_zone",
    "state",
    "place",
    "video_link",
)
