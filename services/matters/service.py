"""Matters: which cases there are, and who takes part in them.

This service also answers to firms for event types that nobody takes.
"""

from backbone.service import Service, answer
from roster import hearing as roster
from roster import restating
from services.matters import listing


class MattersService(Service):
    name = "matters"
    answers = [answer(listing.list_, reading=True), answer(listing.get, reading=True)]
    hears = roster.HEARS
    restates = restating.RESTATES
