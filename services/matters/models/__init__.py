"""The rows that matters keeps beside the roster."""

from services.matters.models.model import Model
from services.matters.models.todo import Thing, Todo

__all__ = ["Model", "Thing", "Todo"]
