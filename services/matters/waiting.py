"""How tasks and appointments stand with those who are or were asked, said again to the list."""

import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import ARRAY, Select, Uuid, any_, bindparam, select

from backbone.restating import BATCH, Asked, Fact, Facts
from backbone.work import Work
from contracts.events.facts import About, Item
from contracts.events.waiting import ThingRestated
from contracts.values import Thing
from roster.models import Matter, Person
from services.matters.models import Appointment, AppointmentPerson, Task, TaskPerson
from waiting import rule
from waiting.rule import Wait


def of_task(task: Task, author: str) -> Item:
    return Item(number=task.version, title=task.title, author=author, due=task.due)


def of_appointment(appointment: Appointment, author: str) -> Item:
    return Item(
        number=appointment.version,
        title=appointment.title,
        author=author,
        starts_at=appointment.starts_at,
        time_zone=appointment.time_zone,
    )


def _said(
    kind: Thing,
    of: Any,
    people: Select[uuid.UUID, uuid.UUID, int, int],
    item: Callable[..., Item],
) -> Facts:
    """All of one kind, by their ids. `people`: of which, who, opened and closed how far."""
    rows = (
        select(of, Matter.ref, Person.name)
        .join(Matter, Matter.id == of.matter_id)
        .join(Person, Person.id == of.author_id)
        .where(of.id > bindparam("after", type_=Uuid))
        .order_by(of.id)
        .limit(BATCH)
    )

    def facts(work: Work, asked: Asked, after: str) -> list[Fact]:
        place = uuid.UUID(after) if after else uuid.UUID(int=0)
        found = work.session.execute(rows, {"after": place}).all()
        stands: dict[uuid.UUID, dict[uuid.UUID, Wait]] = {}
        for row in work.session.execute(people, {"things": [each[0].id for each in found]}):
            thing, person, opened, closed = row
            stands.setdefault(thing, {})[person] = Wait(opened, closed)
        return [
            Fact(
                own.firm_id,
                ThingRestated(
                    to=asked.to,
                    run=asked.run,
                    matter_ref=ref,
                    about=About(kind, own.id),
                    item=item(own, author),
                    waits=rule.grouped(About(kind, own.id), stands.get(own.id, {})),
                    at=own.told_at,
                ),
                str(own.id),
            )
            for own, ref, author in found
        ]

    return Facts(ThingRestated, facts)


_things = any_(bindparam("things", type_=ARRAY(Uuid)))
_of_tasks = select(
    TaskPerson.task_id, TaskPerson.person_id, TaskPerson.opened, TaskPerson.closed
).where(TaskPerson.task_id == _things)
_of_appointments = select(
    AppointmentPerson.appointment_id,
    AppointmentPerson.person_id,
    AppointmentPerson.opened,
    AppointmentPerson.closed,
).where(AppointmentPerson.appointment_id == _things)
RESTATES = (
    _said("task", Task, _of_tasks, of_task),
    _said("appointment", Appointment, _of_appointments, of_appointment),
)
