"""The list of what waits, when it has followed the facts: so that browsers look at it then."""

from contracts.events.facts import About, MatterHint


class TodoChanged(MatterHint, frozen=True, kw_only=True):
    """What waits for its audience in this matter is not as before."""

    type = "todo.changed"

    def subject(self) -> str:
        return str(self.matter_id)

    def about(self) -> About:
        return About("matter", self.matter_id)
