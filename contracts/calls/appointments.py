"""Calls to the matters service about appointments."""

import datetime
import uuid
from typing import Literal

import msgspec

from contracts.calls.caller import Caller
from contracts.calls.matters import MattersCall
from contracts.calls.narrowing import FirmChosen
from contracts.calls.paging import Cursor, Limit
from contracts.values import Answer, AppointmentState, Moment

When = Literal["upcoming", "past"]


class AppointmentSummary(msgspec.Struct, frozen=True, kw_only=True):
    """`time_zone`: the firm's; `first_day`, `last_day`: of one that has days and no times.

    `answer`: the caller's. `over`: it has ended.
    """

    id: uuid.UUID
    matter_id: uuid.UUID
    matter_title: str
    firm_id: str
    firm_name: str
    title: str
    starts_at: Moment
    ends_at: Moment
    time_zone: str
    first_day: datetime.date | None
    last_day: datetime.date | None
    place: str
    video_link: str
    state: AppointmentState
    answer: Answer
    over: bool


class AppointmentPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[AppointmentSummary]
    next: str | None


class ListAppointments(MattersCall[AppointmentPage], frozen=True, kw_only=True):
    """The caller's appointments, the next first; or those that are over, the last first.

    Raises InvalidInput for a bad cursor.
    """

    caller: Caller
    when: When = "upcoming"
    matter_id: uuid.UUID | None = None
    firm_id: FirmChosen = ""
    cursor: Cursor = ""
    limit: Limit = 50


class AppointmentGuest(msgspec.Struct, frozen=True, kw_only=True):
    """One who takes part. `role`: in the matter."""

    name: str
    role: str
    answer: Answer


class Appointment(AppointmentSummary, frozen=True, kw_only=True):
    """`preparation`: how to prepare. `documents`: some the caller may not see. `reason`: why it was
    cancelled. `closed`: the matter is, and nothing can be answered. `conversation_id`: the
    matter's main one, where another time is asked for.
    """

    author_name: str
    preparation: str
    documents: list[uuid.UUID]
    guests: list[AppointmentGuest]
    reason: str
    closed: bool
    conversation_id: uuid.UUID


class GetAppointment(MattersCall[Appointment], frozen=True, kw_only=True):
    """Raises NotFound for what is not there or not with the caller."""

    caller: Caller
    appointment_id: uuid.UUID


class ConfirmAppointment(MattersCall[Appointment], frozen=True, kw_only=True):
    """The caller comes. Again it answers the same.

    Raises NotFound, AccessEnded (closed matter, cancelled, or over).
    """

    caller: Caller
    appointment_id: uuid.UUID


class AskAnotherTime(MattersCall[Appointment], frozen=True, kw_only=True):
    """The caller asks for another time: by this message, in the matter's main conversation.

    Raises NotFound, AccessEnded (closed matter, cancelled, or over).
    """

    caller: Caller
    appointment_id: uuid.UUID
    message_id: uuid.UUID


class CalendarFile(msgspec.Struct, frozen=True, kw_only=True):
    """Appointments as calendars read them (RFC 5545)."""

    text: str


class WriteAppointment(MattersCall[CalendarFile], frozen=True, kw_only=True):
    """One appointment as a calendar reads it. `portal`: where it is shown. Raises NotFound."""

    caller: Caller
    appointment_id: uuid.UUID
    portal: str
