"""Appointments: the caller's own, what they answer, and each as a calendar reads it."""

import uuid

from litestar import Response
from litestar.params import FromPath, FromQuery

from contracts.calls.appointments import (
    Appointment,
    AppointmentPage,
    AskAnotherTime,
    ConfirmAppointment,
    GetAppointment,
    ListAppointments,
    When,
    WriteAppointment,
)
from contracts.calls.narrowing import FirmChosen
from contracts.calls.paging import Cursor, Limit
from gateway.bodies import FromBody
from gateway.calendar import Calendar
from gateway.doors import signed_in
from gateway.request import PortalRequest

APPOINTMENT = "/appointments/{appointment_id:uuid}"


@signed_in.get("/appointments")
async def list_appointments(
    request: PortalRequest,
    when: FromQuery[When] = "upcoming",
    matter_id: FromQuery[uuid.UUID | None] = None,
    firm_id: FromQuery[FirmChosen] = "",
    cursor: FromQuery[Cursor] = "",
    limit: FromQuery[Limit] = 50,
) -> Response[AppointmentPage]:
    """The caller's appointments, the next one first; those that are over, the last one first."""
    return await request.ask(
        ListAppointments,
        when=when,
        matter_id=matter_id,
        firm_id=firm_id,
        cursor=cursor,
        limit=limit,
    )


@signed_in.get(APPOINTMENT)
async def get_appointment(
    request: PortalRequest, appointment_id: FromPath[uuid.UUID]
) -> Response[Appointment]:
    """One appointment with who takes part."""
    return await request.ask(GetAppointment, appointment_id=appointment_id)


@signed_in.post(f"{APPOINTMENT}/confirm")
async def confirm_appointment(
    request: PortalRequest, appointment_id: FromPath[uuid.UUID]
) -> Response[Appointment]:
    """The caller comes; the firm hears it."""
    return await request.ask(ConfirmAppointment, appointment_id=appointment_id)


@signed_in.post(f"{APPOINTMENT}/ask-another-time")
async def ask_another_time(
    request: PortalRequest, appointment_id: FromPath[uuid.UUID], data: FromBody[AskAnotherTime]
) -> Response[Appointment]:
    """The caller asks for another time, by a message that they have sent in `conversation_id`."""
    return await request.ask(data, appointment_id=appointment_id)


@signed_in.get(f"{APPOINTMENT}/calendar", media_type="text/calendar")
async def write_appointment(
    request: PortalRequest, appointment_id: FromPath[uuid.UUID]
) -> Calendar:
    """The appointment as a file that a calendar reads."""
    written = await request.call(
        WriteAppointment, appointment_id=appointment_id, portal=str(request.parts.origin)
    )
    return Calendar(written.text, name="appointment.ics")
