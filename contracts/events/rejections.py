"""What becomes of a firm's event."""

from contracts.events.exchanges import PortalEvent


class EventJudged(PortalEvent, frozen=True, kw_only=True):
    event_id: str
    event_type: str
    by: str

    def subject(self) -> str:
        return self.event_id


class EventApplied(EventJudged, frozen=True, kw_only=True):
    """An event of the firm's was applied, and the firm had asked to hear of that."""

    type = "event.applied"


class EventRejected(EventJudged, frozen=True, kw_only=True):
    """An event of the firm's could not be applied and is parked; `reason` says why, in words."""

    type = "event.rejected"
    reason: str
