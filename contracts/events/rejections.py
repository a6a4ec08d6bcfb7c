"""What becomes of a firm's event that cannot be applied."""

from contracts.events.exchanges import PortalEvent


class EventRejected(PortalEvent, frozen=True, kw_only=True):
    """An event of the firm's could not be applied and is parked; `reason` says why, in words."""

    type = "event.rejected"
    event_id: str
    event_type: str
    reason: str
    by: str

    def subject(self) -> str:
        return self.event_id
