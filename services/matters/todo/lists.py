"""The list that people see, and one that is made anew beside it: the same tables twice."""

import dataclasses

from sqlalchemy import SQLColumnExpression, func, select

from roster.models import Person
from services.matters.models import ShadowThing, ShadowTodo, Thing, Todo

AnyThing = Thing | ShadowThing
AnyTodo = Todo | ShadowTodo


@dataclasses.dataclass(frozen=True)
class List:
    things: type[AnyThing]
    todos: type[AnyTodo]


SEEN = List(Thing, Todo)
SHADOW = List(ShadowThing, ShadowTodo)


def author_of(thing: type[AnyThing]) -> SQLColumnExpression[str]:
    """From whom it is, as they are called now; as it was told where nobody is known by the id."""
    named = select(Person.name).where(Person.id == thing.author_id).correlate(thing)
    return func.coalesce(named.scalar_subquery(), thing.author)
