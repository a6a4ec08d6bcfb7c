"""The rows that matters keeps beside the roster."""

from services.matters.models.appointments import Appointment, AppointmentPerson
from services.matters.models.feeds import Feed, FeedPerson, Mailbox
from services.matters.models.forms import (
    Answer,
    Form,
    FormDefinition,
    FormPerson,
    KnownDocument,
    OtherAnswer,
    PublishedForm,
    Submission,
)
from services.matters.models.model import Model
from services.matters.models.progress import Progress
from services.matters.models.tasks import Step, Task, TaskPerson
from services.matters.models.todo import Rebuild, ShadowThing, ShadowTodo, Thing, Todo

__all__ = [
    "Answer",
    "Appointment",
    "AppointmentPerson",
    "Feed",
    "FeedPerson",
    "Form",
    "FormDefinition",
    "FormPerson",
    "KnownDocument",
    "Mailbox",
    "Model",
    "OtherAnswer",
    "Progress",
    "PublishedForm",
    "Rebuild",
    "ShadowThing",
    "ShadowTodo",
    "Step",
    "Submission",
    "Task",
    "TaskPerson",
    "Thing",
    "Todo",
]
