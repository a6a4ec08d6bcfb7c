"""The only way to appointments on a caller's behalf: taking part in them, and in the matter now."""

import uuid
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Select,
    SQLColumnExpression,
    Uuid,
    and_,
    bindparam,
    select,
)

from backbone.work import Work
from contracts.calls.caller import Caller
from contracts.errors import AccessEnded, NotFound
from roster.access import is_the_caller, on_behalf_of
from roster.models import Matter, Participant
from services.matters.models import Appointment, AppointmentPerson

_NOW = bindparam("now", type_=DateTime(timezone=True))


def takes_part(person_id: SQLColumnExpression[uuid.UUID]) -> ColumnElement[bool]:
    """Joins the participant who is this person: in the matter now, from no later date on."""
    return and_(
        Participant.matter_id == AppointmentPerson.matter_id,
        Participant.person_id == person_id,
        Participant.removed_at.is_(None),
        Participant.from_date <= _NOW,
    )


def own() -> Select[AppointmentPerson]:
    """The caller's part in one appointment `appointment_id`: one row, or none for a stranger.

    Executed with `on_behalf_of(caller, appointment_id=…, now=…)`.
    """
    return (
        select(AppointmentPerson)
        .join(Participant, takes_part(AppointmentPerson.person_id))
        .where(
            AppointmentPerson.appointment_id == bindparam("appointment_id", type_=Uuid),
            AppointmentPerson.invited,
            is_the_caller(),
        )
        .order_by(AppointmentPerson.asked.desc(), AppointmentPerson.person_id)
        .limit(1)
    )


def given(work: Work, caller: Caller, appointment_id: uuid.UUID) -> dict[str, Any]:
    return on_behalf_of(caller, appointment_id=appointment_id, now=work.now)


def for_answering(
    work: Work, caller: Caller, appointment_id: uuid.UUID
) -> tuple[Appointment, AppointmentPerson]:
    """The appointment, locked until the commit, and the caller's part in it.

    Raises NotFound, AccessEnded in a closed matter, where it was cancelled, or when it is over.
    """
    part = work.session.scalar(_OWN, given(work, caller, appointment_id))
    if part is None:
        raise NotFound()
    row = work.session.execute(_LOCKED, {"appointment_id": appointment_id}).one()
    appointment, closed = row
    work.session.refresh(part)
    if closed:
        raise AccessEnded()
    if appointment.state == "cancelled":
        raise AccessEnded("The firm has cancelled this appointment.")
    if appointment.ends_at <= work.now:
        raise AccessEnded("This appointment is over.")
    return appointment, part


_OWN = own()
_LOCKED = (
    select(Appointment, Matter.closed)
    .join(Matter, Matter.id == Appointment.matter_id)
    .where(Appointment.id == bindparam("appointment_id", type_=Uuid))
    .with_for_update(of=Appointment)
    .execution_options(populate_existing=True)
)
