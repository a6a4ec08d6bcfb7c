"""A service that keeps a roster and was there from the start."""

from backbone.service import Service
from roster import hearing as roster


class EarlyService(Service):
    name = "early"
    hears = roster.HEARS
