"""Matters: which cases there are, who takes part in them, what is asked, and what waits for whom.

This service also answers to firms for event types that nobody takes.
"""

from backbone.service import Service, answer, hear, hear_together, when_due
from backbone.setbacks import one_by_one
from roster import hearing as roster
from roster import restating
from services.matters import listing, progress, waiting
from services.matters.appointments import answering, calendar_file
from services.matters.appointments import from_firms as appointments_of_firms
from services.matters.appointments import listing as appointments
from services.matters.appointments import telling as telling_appointments
from services.matters.feeds import keeping, reading
from services.matters.forms import answering as form_answers
from services.matters.forms import definitions, documents, sending, showing
from services.matters.forms import from_firms as forms_of_firms
from services.matters.forms import listing as forms
from services.matters.models import Appointment, Task
from services.matters.tasks import doing
from services.matters.tasks import from_firms as tasks_of_firms
from services.matters.tasks import listing as tasks
from services.matters.tasks import telling as telling_tasks
from services.matters.todo import following, rebuilding
from services.matters.todo import listing as todo


class MattersService(Service):
    name = "matters"
    answers = [
        answer(listing.list_, reading=True),
        answer(listing.get, reading=True),
        answer(todo.page, reading=True),
        answer(todo.count, reading=True),
        answer(progress.get, reading=True),
        answer(progress.newest, reading=True),
        answer(rebuilding.begin),
        answer(rebuilding.end),
        answer(tasks.page, reading=True),
        answer(tasks.get, reading=True),
        answer(doing.complete),
        answer(doing.reopen),
        answer(doing.tick),
        answer(appointments.page, reading=True),
        answer(appointments.get, reading=True),
        answer(answering.confirm),
        answer(answering.ask_another_time),
        answer(calendar_file.write, reading=True),
        answer(keeping.get),
        answer(keeping.make),
        answer(keeping.change),
        answer(keeping.end),
        answer(reading.read),
        answer(forms.page, reading=True),
        answer(showing.get, reading=True),
        answer(showing.submission, reading=True),
        answer(form_answers.patch),
        answer(sending.submit),
    ]
    hears = [
        *roster.HEARS,
        hear(progress.put),
        hear_together(following.follow),
        hear_together(following.restate),
        hear(tasks_of_firms.assign),
        hear(tasks_of_firms.update),
        hear(tasks_of_firms.cancel),
        hear(appointments_of_firms.schedule),
        hear(appointments_of_firms.reschedule),
        hear(appointments_of_firms.cancel),
        hear(keeping.leave),
        hear(keeping.leave_reset),
        hear(keeping.note_invited),
        hear(keeping.note_updated),
        hear_together(documents.note),
        hear(definitions.publish),
        hear(forms_of_firms.request),
        hear(forms_of_firms.withdraw),
        hear(forms_of_firms.reopen),
    ]
    restates = (*restating.RESTATES, *waiting.RESTATES)

    @when_due(Task)
    def tell_what_is_done(self) -> float | None:
        return one_by_one(self, telling_tasks.to_tell, telling_tasks.tell_completed)

    @when_due(Appointment)
    def settle_what_is_over(self) -> float | None:
        return one_by_one(self, telling_appointments.to_settle, telling_appointments.settle)
