"""A service that keeps a roster and comes late."""

from backbone.service import Service
from roster import hearing as roster


class LateService(Service):
    name = "late"
    hears = roster.HEARS
