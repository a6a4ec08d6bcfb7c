"""Where a matter stands, in the firm's plain words."""

import datetime
from typing import Annotated

from msgspec import Meta

from contracts.events.facts import About, MatterHint
from contracts.events.matters import MatterEvent
from contracts.values import LINE, Name

MOST_STAGES = 20


class MatterProgressed(MatterEvent, frozen=True, kw_only=True):
    """Where the matter stands now, all of it; of two the newer one counts.

    `stage`: one of `stages`, where these are given, in their order. `since`: the day on which it
    began. `next_step`: what happens next; `who_acts`: who has to do it; `next_on`: the day for
    which it is expected.
    """

    type = "matter.progressed"
    stage: Name
    stages: Annotated[list[Name], Meta(max_length=MOST_STAGES)] = []
    since: datetime.date | None = None
    next_step: Annotated[str, Meta(max_length=500, extra=LINE)] = ""
    who_acts: Annotated[str, Meta(max_length=200, extra=LINE)] = ""
    next_on: datetime.date | None = None


class ProgressChanged(MatterHint, frozen=True, kw_only=True):
    """Those who take part see that the matter stands elsewhere; the firm said it itself."""

    type = "progress.changed"

    def subject(self) -> str:
        return str(self.matter_id)

    def about(self) -> About:
        return About("matter", self.matter_id)
