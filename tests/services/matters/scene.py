"""A firm of one test alone: it publishes events, and its people look at their matters."""

import datetime
from typing import Any

from backbone.testing import scene
from contracts import ids
from contracts.calls import matters as calls
from contracts.events import Event
from contracts.events.firms import FirmRegistered
from contracts.events.matters import (
    MatterClosed,
    MatterOpened,
    MatterParticipantAdded,
    MatterParticipantRemoved,
)
from services.matters.service import MattersService

START = datetime.datetime(2026, 11, 2, 9, 0, tzinfo=datetime.UTC)


def minutes(count: float) -> datetime.datetime:
    """A moment of the story, long enough ago that none lies in the future."""
    return START + datetime.timedelta(minutes=count)


class Scene(scene.Scene):
    Service = MattersService

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

    def mine(self, *contacts: str, **more: Any) -> calls.MatterPage:
        call = calls.ListMatters(caller=self.caller(*contacts), **more)
        return self.ask(call)

    def titles(self, *contacts: str, **more: Any) -> list[str]:
        return [summary.title for summary in self.mine(*contacts, **more).items]

    def get(self, contact: str = "ana", matter: str = "M-1") -> calls.Matter:
        call = calls.GetMatter(
            caller=self.caller(contact), matter_id=ids.matter_id(self.firm_id, matter)
        )
        return self.ask(call)
