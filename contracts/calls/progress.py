"""Calls to the matters service about where matters stand."""

import datetime
import uuid

import msgspec

from contracts.calls.appointments import AppointmentSummary
from contracts.calls.caller import Caller
from contracts.calls.matters import MattersCall, MatterSummary, Participant
from contracts.calls.narrowing import FirmChosen
from contracts.calls.todo import TodoItem
from contracts.values import Moment


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """Where a matter stands, as the firm said at `told_at`.

    `stages`: all of them in their order, where the firm names them. `next_step`: what happens next,
    `who_acts`: who has to do it, `next_on`: the day for which it is expected.
    """

    stage: str
    stages: list[str]
    since: datetime.date | None
    next_step: str
    who_acts: str
    next_on: datetime.date | None
    told_at: Moment


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """The last thing that a firm said of where a matter stands."""

    matter_id: uuid.UUID
    matter_title: str
    firm_id: str
    firm_name: str
    progress: Progress


class NewestStep(msgspec.Struct, frozen=True, kw_only=True):
    step: Step | None


class GetNewestStep(MattersCall[NewestStep], frozen=True, kw_only=True):
    """The newest step of all of the caller's open matters, or of the ones that are given."""

    caller: Caller
    firm_id: FirmChosen = ""
    matter_id: uuid.UUID | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One matter as it stands now. `waiting`: what waits for the caller in it, no more than five.

    `progress`: null before the firm has said anything of it. `next_appointment`: the first of the
    caller's that is not over and takes place.
    """

    summary: MatterSummary
    progress: Progress | None
    next_appointment: AppointmentSummary | None
    waiting: list[TodoItem]
    participants: list[Participant]


class GetStanding(MattersCall[Standing], frozen=True, kw_only=True):
    """Raises NotFound where the caller is no participant."""

    caller: Caller
    matter_id: uuid.UUID
