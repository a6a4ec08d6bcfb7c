"""The rows that matters keeps beside the roster."""

from services.matters.models.model import Model
from services.matters.models.tasks import Step, Task, TaskPerson
from services.matters.models.todo import Thing, Todo

__all__ = ["Model", "Step", "Task", "TaskPerson", "Thing", "Todo"]
