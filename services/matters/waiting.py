"""How tasks, appointments and forms stand with those who are asked, said again to the list."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ARRAY, Select, SQLColumnExpression, Uuid, any_, bindparam, func, select

from backbone.work import Work
from contracts import local
from contracts.events.appointments import of_list
from contracts.events.facts import Item
from roster.models import Matter, Person
from services.matters.models import (
    Appointment,
    AppointmentPerson,
    Form,
    FormPerson,
    Task,
    TaskPerson,
)
from waiting.restating import AnyRow, Stands, said_again
from waiting.rule import Wait


def _things(
    of: Any, title: SQLColumnExpression[str], *more: SQLColumnExpression[Any]
) -> Select[*tuple[Any, ...]]:
    """All of one kind, with what a list shows of them."""
    return (
        select(
            of.id,
            of.firm_id,
            Matter.ref.label("matter_ref"),
            of.told_at.label("at"),
            of.version.label("number"),
            title.label("title"),
            Person.name.label("author"),
            Person.id.label("author_id"),
            *more,
        )
        .join(Matter, Matter.id == of.matter_id)
        .join(Person, Person.id == of.author_id)
    )


def _standing(
    thing: SQLColumnExpression[uuid.UUID], people: Any
) -> Callable[[Work, Sequence[uuid.UUID]], Stands]:
    """How far each thing is opened and closed for each of its people."""
    these = any_(bindparam("things", type_=ARRAY(Uuid)))
    rows = select(thing, people.person_id, people.opened, people.closed).where(thing == these)

    def standing(work: Work, things: Sequence[uuid.UUID]) -> Stands:
        stands: Stands = {}
        for of, person, opened, closed in work.session.execute(rows, {"things": things}):
            stands.setdefault(of, {})[person] = Wait(opened, closed)
        return stands

    return standing


# In the form's first language, as facts told.
_titles = (
    func.json_each_text(Form.title)
    .table_valued("language", "said", with_ordinality="place")
    .render_derived()
)
_title = select(_titles.c.said).order_by(_titles.c.place).limit(1).correlate(Form).scalar_subquery()
_tasks = _things(Task, Task.title, Task.due)
_appointments = _things(
    Appointment,
    Appointment.title,
    Appointment.starts,
    Appointment.starts_at,
    Appointment.time_zone,
)


def _of_appointment(row: AnyRow) -> Item:
    when = of_list(row.starts_at, row.time_zone, all_day=local.is_day(row.starts))
    by = {"author": row.author, "author_id": row.author_id}
    return Item(number=row.number, title=row.title, **by, **when)


_forms = _things(Form, _title, Form.due)
_of_tasks = _standing(TaskPerson.task_id, TaskPerson)
_of_appointments = _standing(AppointmentPerson.appointment_id, AppointmentPerson)
_of_forms = _standing(FormPerson.form_id, FormPerson)
RESTATES = (
    said_again("task", _tasks, Task.id, _of_tasks),
    said_again("appointment", _appointments, Appointment.id, _of_appointments, _of_appointment),
    said_again("form", _forms, Form.id, _of_forms),
)
