"""Appointments as those see them who take part: a list of them, and one in full.

Each person's own come in their order from an index, as many as the page needs: so a page costs what
it shows, however many appointments there are.
"""

import datetime
import functools
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Row,
    Select,
    Text,
    Uuid,
    bindparam,
    func,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import distinct_on

from backbone import paging
from backbone.postgres.prepared import Prepared
from backbone.work import Work
from contracts import ids, local
from contracts.calls.appointments import (
    Appointment as Shown,
)
from contracts.calls.appointments import (
    AppointmentGuest,
    AppointmentPage,
    AppointmentSummary,
    GetAppointment,
    ListAppointments,
)
from contracts.calls.caller import Caller
from contracts.errors import NotFound
from roster.access import each_person, on_behalf_of
from roster.models import Firm, Matter, Participant, Person
from services.matters.appointments import access
from services.matters.appointments.times import LONGEST
from services.matters.models import Appointment, AppointmentPerson

NARROWING = ("matter_id", "firm_id")
_SAME = (
    "id",
    "matter_id",
    "matter_title",
    "firm_id",
    "firm_name",
    "title",
    "starts_at",
    "ends_at",
    "time_zone",
    "place",
    "video_link",
    "state",
    "answer",
)


def page(work: Work, call: ListAppointments) -> AppointmentPage:
    """One statement, whatever is asked. Raises InvalidInput for a bad cursor."""
    rows = _rows(work, call, call.limit + 1)
    shown = rows[: call.limit]
    return AppointmentPage(
        items=[AppointmentSummary(**_members(work, row)) for row in shown],
        next=paging.of_moment(shown[-1].starts_at, shown[-1].id)
        if len(rows) > call.limit
        else None,
    )


def next_of(work: Work, caller: Caller, matter_id: uuid.UUID) -> AppointmentSummary | None:
    """The first of the caller's in this matter that is not over and takes place."""
    upcoming = ListAppointments(caller=caller, matter_id=matter_id)
    rows = _rows(work, upcoming, 1, only=("scheduled",))
    return AppointmentSummary(**_members(work, rows[0])) if rows else None


def get(work: Work, call: GetAppointment) -> Shown:
    """One appointment with who takes part. Raises NotFound."""
    given = access.given(work, call.caller, call.appointment_id)
    row = work.session.execute(_ONE, given).one_or_none()
    if row is None:
        raise NotFound()
    guests = work.session.execute(_GUESTS, {"appointment_id": call.appointment_id})
    return Shown(
        **_members(work, row),
        author_name=row.author_name,
        preparation=row.preparation,
        documents=row.documents,
        guests=[AppointmentGuest(**guest) for guest in guests.mappings()],
        reason=row.reason,
        closed=row.closed,
        conversation_id=ids.conversation_id(row.firm_id, row.matter_ref),
    )


def _rows(
    work: Work, call: ListAppointments, limit: int, only: Iterable[str] = ()
) -> Sequence[Row[Any]]:
    """`only`: what narrows it further, by its names in `_NARROWED`."""
    asked = {name: value for name in NARROWING if (value := getattr(call, name))}
    given: dict[str, Any] = asked | {"limit": limit, "now": work.now}
    if call.cursor:
        given["at"], given["after"] = paging.moment(call.cursor, "cursor")
    upcoming = call.when == "upcoming"
    if upcoming:
        # None that began earlier is still going on: so the index is entered near its end.
        given["earliest"] = work.now - LONGEST - datetime.timedelta(days=2)
    statement = _statement(upcoming, bool(call.cursor), frozenset(asked).union(only))
    return statement.run(work.session.connection(), on_behalf_of(call.caller, **given)).all()


def _members(work: Work, row: Row[Any]) -> dict[str, Any]:
    by_day = local.is_day(row.starts)
    return {name: getattr(row, name) for name in _SAME} | {
        "first_day": local.day(row.starts) if by_day else None,
        "last_day": local.day(row.ends) if by_day else None,
        "over": row.ends_at <= work.now,
    }


@functools.cache
def _statement(upcoming: bool, goes_on: bool, asked: frozenset[str]) -> Prepared:
    person, key = each_person(), (AppointmentPerson.starts_at, AppointmentPerson.appointment_id)
    here = (
        select(*key, AppointmentPerson.answer)
        .join(Participant, access.takes_part(AppointmentPerson.person_id))
        .where(
            AppointmentPerson.person_id == person.c.id,
            AppointmentPerson.invited,
            *_within(upcoming),
        )
    )
    if asked:
        here = here.join(Appointment, Appointment.id == AppointmentPerson.appointment_id)
        here = here.where(*(_NARROWED[name] for name in sorted(asked)))
    if goes_on:
        there = tuple_(_AT, bindparam("after", type_=Uuid))
        here = here.where(tuple_(*key) > there if upcoming else tuple_(*key) < there)
    own = here.order_by(*_order(*key, upcoming)).limit(_LIMIT).lateral("own")
    found = (
        select(own)
        .ext(distinct_on(own.c.starts_at, own.c.appointment_id))
        .select_from(person.join(own, true()))
        .order_by(*_order(own.c.starts_at, own.c.appointment_id, upcoming), own.c.answer)
        .limit(_LIMIT)
        .subquery("found")
    )
    whole = _appointments(found.c.answer).join(found, found.c.appointment_id == Appointment.id)
    return Prepared(whole.order_by(*_order(Appointment.starts_at, Appointment.id, upcoming)))


def _within(upcoming: bool) -> list[ColumnElement[bool]]:
    starts_at, ends_at = AppointmentPerson.starts_at, AppointmentPerson.ends_at
    if upcoming:
        return [ends_at > _NOW, starts_at > bindparam("earliest", type_=DateTime(timezone=True))]
    return [ends_at <= _NOW, starts_at <= _NOW]


def _order(starts_at: Any, id: Any, upcoming: bool) -> tuple[Any, Any]:
    return (starts_at, id) if upcoming else (starts_at.desc(), id.desc())


def _appointments(answer: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Appointment.id,
            Appointment.matter_id,
            Matter.title.label("matter_title"),
            Matter.ref.label("matter_ref"),
            Matter.closed,
            Appointment.firm_id,
            func.coalesce(Firm.name, Appointment.firm_id).label("firm_name"),
            Appointment.title,
            Appointment.starts,
            Appointment.ends,
            Appointment.starts_at,
            Appointment.ends_at,
            Appointment.time_zone,
            Appointment.place,
            Appointment.video_link,
            Appointment.state,
            answer.label("answer"),
            Appointment.preparation,
            Appointment.documents,
            Appointment.reason,
            Person.name.label("author_name"),
        )
        .join(Matter, Matter.id == Appointment.matter_id)
        .join(Person, Person.id == Appointment.author_id)
        .outerjoin(Firm, Firm.id == Appointment.firm_id)
    )


_NOW = bindparam("now", type_=DateTime(timezone=True))
_AT = bindparam("at", type_=DateTime(timezone=True))
_LIMIT = bindparam("limit", type_=Integer)
_NARROWED: dict[str, ColumnElement[bool]] = {
    "matter_id": Appointment.matter_id == bindparam("matter_id", type_=Uuid),
    "firm_id": Appointment.firm_id == bindparam("firm_id", type_=Text),
    "scheduled": Appointment.state == "scheduled",
}
_own = access.own().subquery("own")
_ONE = _appointments(_own.c.answer).join(_own, _own.c.appointment_id == Appointment.id)
_GUESTS = (
    select(Person.name, func.coalesce(Participant.role, "").label("role"), AppointmentPerson.answer)
    .join(Person, Person.id == AppointmentPerson.person_id)
    .outerjoin(
        Participant,
        (Participant.matter_id == AppointmentPerson.matter_id)
        & (Participant.person_id == AppointmentPerson.person_id),
    )
    .where(
        AppointmentPerson.appointment_id == bindparam("appointment_id", type_=Uuid),
        AppointmentPerson.invited,
    )
    .order_by(AppointmentPerson.place)
)
