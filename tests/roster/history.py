"""What a firm has said in the course of some months: people and matters come, change and go."""

import datetime
from typing import Any

from contracts.events import Event
from contracts.events.contacts import ContactInvited, ContactUpdated
from contracts.events.matters import (
    MatterClosed,
    MatterOpened,
    MatterParticipantAdded,
    MatterParticipantRemoved,
    MatterUpdated,
)
from roster.testing import minutes


def added(
    matter: str, contact: str, name: str, since: datetime.datetime | None = None, **more: Any
) -> MatterParticipantAdded:
    facts: dict[str, Any] = {"kind": "client", "role": "Client", **more}
    return MatterParticipantAdded(
        matter_id=matter, contact_id=contact, name=name, from_date=since, **facts
    )


# By the time that the firm gives them; they arrive as they please.
EVENTS: list[tuple[datetime.datetime, Event]] = [
    (minutes(n), event)
    for n, event in enumerate(
        [
            ContactInvited(contact_id="ana", name="Ana Duarte", email="ana@example.test"),
            MatterOpened(matter_id="M-1", title="Estate of Ortiz", number="26-114"),
            added("M-1", "ana", "Ana Duarte"),
            added("M-1", "hollis", "Hollis", kind="staff", role="Attorney"),
            MatterOpened(matter_id="M-2", title="Lease"),
            added("M-2", "ana", "Ana M. Duarte", since=minutes(2)),
            added("M-2", "eve", "Eve", kind="third_party", role="Interpreter", reason="Spanish"),
            MatterUpdated(matter_id="M-1", title="Estate of J. Ortiz"),
            MatterParticipantRemoved(matter_id="M-2", contact_id="eve"),
            ContactUpdated(contact_id="ana", name="Ana Duarte-Ortiz"),
            MatterClosed(matter_id="M-2"),
            added("M-2", "eve", "Eve Adler", kind="third_party", role="Co-counsel"),
            MatterUpdated(matter_id="M-1", number="26-114b"),
            MatterOpened(matter_id="M-2", title="Lease, again"),
            MatterParticipantRemoved(matter_id="M-1", contact_id="hollis"),
        ]
    )
]
