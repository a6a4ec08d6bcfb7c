"""The rows that matters keeps beside the roster."""

from services.matters.models.appointments import Appointment, AppointmentPerson
from services.matters.models.feeds import Feed, FeedPerson, Mailbox
from services.matters.models.model import Model
from services.matters.models.tasks import Step, Task, TaskPerson
from services.matters.models.todo import Thing, Todo

__all__ = [
    "Appointment",
    "AppointmentPerson",
    "Feed",
    "FeedPerson",
    "Mailbox",
    "Model",
    "Step",
    "Task",
    "TaskPerson",
    "Thing",
    "Todo",
]
