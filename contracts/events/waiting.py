"""How one thing stands, said again by its owner: with whom it waits, and how it is put."""

import uuid

from contracts.events.facts import About, Item, Waiting
from contracts.events.restating import Restated
from contracts.values import Moment, Ref


class ThingRestated(Restated, frozen=True, kw_only=True):
    """`run`: of the request. `waits`: all who take part now and are meant. `at`: of when it is."""

    type = "thing.restated"
    run: uuid.UUID
    matter_ref: Ref
    about: About
    item: Item
    waits: list[Waiting]
    at: Moment

    def subject(self) -> str:
        return str(self.about.id)
