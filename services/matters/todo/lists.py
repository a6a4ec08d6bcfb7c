"""The list that people see, and one that is made anew beside it: the same tables twice."""

import dataclasses

from services.matters.models import ShadowThing, ShadowTodo, Thing, Todo

AnyThing = Thing | ShadowThing
AnyTodo = Todo | ShadowTodo


@dataclasses.dataclass(frozen=True)
class List:
    things: type[AnyThing]
    todos: type[AnyTodo]


SEEN = List(Thing, Todo)
SHADOW = List(ShadowThing, ShadowTodo)
