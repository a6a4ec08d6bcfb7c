"""Appointments: when people and their firm meet, and what people answered."""

import datetime
import uuid
import zoneinfo
from typing import Annotated, Any

from msgspec import Meta

from contracts import topology
from contracts.events.exchanges import FirmEvent
from contracts.events.facts import About, AskedFact, Item
from contracts.events.persons import Person
from contracts.local import Local
from contracts.values import LINE, AppointmentState, Moment, Name, Ref, Text

MOST_PEOPLE, MOST_DOCUMENTS = 100, 50
Line = Annotated[str, Meta(max_length=500, extra=LINE)]
VideoLink = Annotated[str, Meta(max_length=2000, extra=LINE)]


class AppointmentEvent(FirmEvent, frozen=True, kw_only=True):
    owner = "matters"
    appointment_id: Ref

    def subject(self) -> str:
        return self.appointment_id


class AppointmentTold(AppointmentEvent, frozen=True, kw_only=True):
    """All of an appointment. `starts`, `ends`: as clocks show it in `time_zone`, or both days.

    Of a time that comes twice, when clocks go back, the first is meant. `ends` as a day is the last
    one. `participants`: by their contact ids, the firm's own people among them.
    """

    author_id: Ref
    title: Name
    starts: Local
    ends: Local
    time_zone: Annotated[str, Meta(max_length=200, extra=LINE, examples=["America/Chicago"])]
    participants: Annotated[list[Ref], Meta(min_length=1, max_length=MOST_PEOPLE)]
    place: Line = ""
    video_link: VideoLink = ""
    preparation: Text = ""
    documents: Annotated[list[Ref], Meta(max_length=MOST_DOCUMENTS)] = []


class AppointmentScheduled(AppointmentTold, frozen=True, kw_only=True):
    """Someone at the firm makes an appointment with people who take part in a matter.

    Until author and participants have been added to the matter it waits. Said again later it
    changes the appointment to what it says, and a cancelled one takes place again.
    """

    type = "appointment.scheduled"
    matter_id: Ref


class AppointmentRescheduled(AppointmentTold, frozen=True, kw_only=True):
    """The appointment is as this says from now on, all of it.

    Where it is at another time or place, people are asked anew whether they come.
    """

    type = "appointment.rescheduled"


class AppointmentCancelled(AppointmentEvent, frozen=True, kw_only=True):
    """It does not take place; it stays in everyone's list, and `reason` is shown there."""

    type = "appointment.cancelled"
    reason: Line = ""


class AppointmentFact(AskedFact, frozen=True, kw_only=True):
    """What waits is an answer. `sequence` rises with each change of the firm's.

    `all_day`: it has days, no times: it starts and ends at midnight in `time_zone`. `guests`: who
    takes part now.
    """

    appointment_id: uuid.UUID
    appointment_ref: str
    sequence: int
    starts_at: Moment
    ends_at: Moment
    time_zone: str
    all_day: bool
    state: AppointmentState
    place: str = ""
    video_link: str = ""
    guests: list[uuid.UUID] = []

    def subject(self) -> str:
        return self.appointment_ref

    def about(self) -> About:
        return About("appointment", self.appointment_id)

    def item(self) -> Item:
        when = of_list(self.starts_at, self.time_zone, all_day=self.all_day)
        return Item.by(self.author, number=self.version, title=self.title, **when)


def of_list(starts_at: datetime.datetime, time_zone: str, *, all_day: bool) -> dict[str, Any]:
    """When it is, as an `Item` has it: what takes days is on the same one for every reader."""
    if not all_day:
        return {"starts_at": starts_at, "time_zone": time_zone}
    return {"due": starts_at.astimezone(zoneinfo.ZoneInfo(time_zone)).date()}


class AppointmentChanged(AppointmentFact, frozen=True, kw_only=True):
    """Something about an appointment is new that is no news for the firm."""

    type = "appointment.changed"
    exchange = topology.INTERNAL


class AppointmentConfirmed(AppointmentFact, frozen=True, kw_only=True):
    """Somebody comes."""

    type = "appointment.confirmed"
    by: Person


class AppointmentChangeRequested(AppointmentFact, frozen=True, kw_only=True):
    """Somebody asks for another time, by a message in the matter's main conversation."""

    type = "appointment.change_requested"
    by: Person
    message_id: uuid.UUID
