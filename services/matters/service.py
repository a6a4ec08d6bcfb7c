"""Matters: which cases there are, who takes part in them, and what waits for whom.

This service also answers to firms for event types that nobody takes.
"""

from backbone.service import Service, answer, hear_together
from roster import hearing as roster
from roster import restating
from services.matters import listing
from services.matters.todo import following
from services.matters.todo import listing as todo


class MattersService(Service):
    name = "matters"
    answers = [
        answer(listing.list_, reading=True),
        answer(listing.get, reading=True),
        answer(todo.page, reading=True),
        answer(todo.count, reading=True),
    ]
    hears = [
        *roster.HEARS,
        hear_together(following.follow),
    ]
    restates = restating.RESTATES
