"""A firm's appointments, told as the matters service tells of them."""

import datetime
from typing import Any

from contracts.events.appointments import AppointmentChanged
from contracts.ids import appointment_id, matter_id
from tests.services.notify.scene import MATTER, SECRET, Scene

DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
CHICAGO = "America/Chicago"


class Office:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.version = self.sequence = 0
        self.starts_at = scene.now.replace(minute=0, second=0, microsecond=0) + 9 * DAY

    def tell(self, **facts: Any) -> AppointmentChanged:
        event = self.event(**facts)
        self.scene.tell(event)
        return event

    def event(self, **facts: Any) -> AppointmentChanged:
        scene, maria = self.scene, self.scene.person("maria")
        self.version += 1
        self.sequence += self.version > 1
        starts_at = facts.get("starts_at", self.starts_at)
        cancelled = facts.get("state") == "cancelled"
        waits = {"waiting": [] if cancelled else [maria], "settled": [maria] if cancelled else []}
        given = {
            "matter_id": matter_id(scene.firm_id, "m1"),
            "matter_ref": MATTER,
            "audience": [maria, scene.person("vane")],
            "guests": [maria, scene.person("vane")],
            "appointment_id": appointment_id(scene.firm_id, "a1"),
            "appointment_ref": "a1",
            "version": self.version,
            "sequence": self.sequence,
            "title": SECRET,
            "author": scene.named("vane"),
            "at": scene.now,
            "starts_at": starts_at,
            "ends_at": starts_at + HOUR,
            "time_zone": CHICAGO,
            "all_day": False,
            "state": "scheduled",
            "place": "14 Winterbottom Street",
            **waits,
        }
        return AppointmentChanged(**(given | facts))
