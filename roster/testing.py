"""What a firm says of its people and matters, for the tests of every service with a roster."""

import datetime
from typing import Any

from backbone.testing.scene import Scene
from contracts.events import Event
from contracts.events.firms import FirmRegistered
from contracts.events.matters import (
    MatterClosed,
    MatterOpened,
    MatterParticipantAdded,
    MatterParticipantRemoved,
)

START = datetime.datetime(2026, 11, 2, 9, 0, tzinfo=datetime.UTC)


def minutes(count: float) -> datetime.datetime:
    """A moment of the story, long enough ago that none lies in the future."""
    return START + datetime.timedelta(minutes=count)


class RosterScene(Scene):
    """Events are of the story's start unless it is said when."""

    def tell(self, event: Event, at: datetime.datetime | None = START) -> None:
        super().tell(event, at)

    def register(self, name: str = "Hollis & Bray", at: datetime.datetime = START) -> None:
        self.tell(FirmRegistered(name=name), at)

    def open(
        self,
        matter: str = "M-1",
        title: str = "Estate of Ortiz",
        *,
        number: str = "26-114",
        at: datetime.datetime = START,
    ) -> None:
        self.tell(MatterOpened(matter_id=matter, title=title, number=number), at)

    def close(self, matter: str = "M-1", at: datetime.datetime = START) -> None:
        self.tell(MatterClosed(matter_id=matter), at)

    def add(
        self,
        contact: str,
        matter: str = "M-1",
        *,
        at: datetime.datetime = START,
        since: datetime.datetime | None = None,
        **more: Any,
    ) -> None:
        """`more`: name, kind and role, where they matter."""
        facts = {"name": contact.title(), "kind": "client", "role": "Client", **more}
        self.tell(
            MatterParticipantAdded(matter_id=matter, contact_id=contact, from_date=since, **facts),
            at,
        )

    def remove(self, contact: str, matter: str = "M-1", at: datetime.datetime = START) -> None:
        self.tell(MatterParticipantRemoved(matter_id=matter, contact_id=contact), at)

    def begin(self) -> None:
        """A matter with Ana, its client, and Hollis, of the firm."""
        self.register()
        self.open()
        self.add("ana")
        self.add("hollis", kind="staff", role="Attorney")
