"""What people see of events that wait to be tried again."""

from backbone.inbox import listing
from backbone.work import Work
from contracts.calls.operations import ListWaiting, WaitingEvent, WaitingPage


def list_(work: Work, call: ListWaiting) -> WaitingPage:
    """A page of waiting events, the next to be tried first, without their bodies."""
    rows, cursor = listing.page(work, call, "waiting", "due_at")
    items = [
        WaitingEvent(
            **listing.named(work, row), since=row["received_at"], next_try_at=row["due_at"]
        )
        for row in rows
    ]
    return WaitingPage(items=items, next=cursor)
