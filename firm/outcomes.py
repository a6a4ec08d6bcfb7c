"""What becomes of an event that a firm has published, as the portal tells it."""

from collections.abc import Callable

from contracts.errors import EventRefused
from contracts.events import Event
from contracts.events.rejections import EventApplied, EventRejected
from firm.watcher import Listener

# What is said once this is heard; nothing where it does not end the wait. Raises EventRefused.
End = Callable[[Event | None], str]

ON_ITS_WAY = (
    "It is on its way: it is still being seen to, or it waits, for a day, for what it builds on, "
    "such as its matter or its author; `redwell events waiting` shows that."
)


def heard(listener: Listener, event_id: str, wait: float, end: End | None = None) -> str:
    """What became of it in so many seconds; raises EventRefused where it is refused.

    `end`: of what takes longer than that the event is applied.
    """
    for each in listener.within(wait):
        match each.event:
            case EventRejected(event_id=judged, by=by, reason=reason) if judged == event_id:
                raise EventRefused(f"{by} rejects it: {reason}")
            case EventApplied(event_id=judged) if judged == event_id and end is None:
                return "It is done."
        if end is not None and (said := end(each.event)):
            return said
    return ON_ITS_WAY
