"""The list of what waits, when it has followed the facts: so that browsers look at it then."""

from contracts import topology
from contracts.events.facts import About, MatterNews


class TodoChanged(MatterNews, frozen=True, kw_only=True):
    """What waits for its audience in this matter is not as before."""

    type = "todo.changed"
    exchange = topology.INTERNAL

    def subject(self) -> str:
        return str(self.matter_id)

    def about(self) -> About:
        return About("matter", self.matter_id)
