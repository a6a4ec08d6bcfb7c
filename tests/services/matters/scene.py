"""A firm of one test alone: it publishes events, and its people look."""

from typing import Any

from contracts import ids
from contracts.calls import matters as calls
from roster.testing import RosterScene
from services.matters.service import MattersService


class Scene(RosterScene):
    Service = MattersService

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
