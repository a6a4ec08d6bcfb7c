"""Appointments as the firm told of them, and what people answered. No row ever goes."""

import datetime
import uuid

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from contracts.values import Answer, AppointmentState
from roster.models import Matter, Person
from services.matters.models.model import Model


class Appointment(Model):
    """`starts`, `ends`: as the firm said them, in `time_zone`; `starts_at`, `ends_at`: the moments,
    of days the midnights around them.

    `told_at`: the time of the event that its words are of; an older one changes nothing.
    `scheduled_at`, `cancelled_at`: the times of the newest events that said so; the later holds.
    `version` rises with each change, `sequence` with the firm's; `changed_at`: when that rose.
    `settle_at`: when no answer is waited for any more, for it is over; null once none is.
    """

    __tablename__ = "appointments"
    __table_args__ = (
        Index(
            "appointments_to_settle",
            "settle_at",
            postgresql_where=text("settle_at IS NOT NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    firm_id: Mapped[str]
    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Matter.id))
    ref: Mapped[str]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    title: Mapped[str]
    starts: Mapped[str]
    ends: Mapped[str]
    time_zone: Mapped[str]
    starts_at: Mapped[datetime.datetime]
    ends_at: Mapped[datetime.datetime]
    place: Mapped[str]
    video_link: Mapped[str]
    preparation: Mapped[str]
    documents: Mapped[list[uuid.UUID]]
    state: Mapped[AppointmentState]
    version: Mapped[int]
    sequence: Mapped[int]
    scheduled_at: Mapped[datetime.datetime]
    told_at: Mapped[datetime.datetime]
    changed_at: Mapped[datetime.datetime]
    cancelled_at: Mapped[datetime.datetime | None]
    reason: Mapped[str]
    settle_at: Mapped[datetime.datetime | None]


class AppointmentPerson(Model):
    """Somebody who takes part, in their place among several, or did: then not `invited`.

    `asked`: an answer is waited for, unlike of the firm's own people. `opened`, `closed`: the
    appointment's versions as they were told; the answer waits while the one is higher than the
    other. `matter_id`, `starts_at`, `ends_at`: of the appointment, for lists in their order.
    """

    __tablename__ = "appointment_people"
    __table_args__ = (Index("appointments_in_order", "person_id", "starts_at", "appointment_id"),)

    appointment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("appointments.id"), primary_key=True
    )
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), primary_key=True)
    matter_id: Mapped[uuid.UUID]
    starts_at: Mapped[datetime.datetime]
    ends_at: Mapped[datetime.datetime]
    place: Mapped[int]
    invited: Mapped[bool]
    asked: Mapped[bool]
    answer: Mapped[Answer]
    opened: Mapped[int]
    closed: Mapped[int]
