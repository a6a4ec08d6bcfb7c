"""What never leaves Redwell."""

import uuid
from typing import Annotated

from msgspec import Meta

from contracts import topology
from contracts.events.envelope import END, Address, Event, Moment, Name


class InternalEvent(Event, frozen=True, kw_only=True):
    exchange = topology.INTERNAL


class FirmRegistered(InternalEvent, frozen=True, kw_only=True):
    """A firm exists, with what its clients see of it. Sent again, it changes that.

    `contact`: how to reach the firm when stuck, as shown to people (phone or address).
    """

    type = "firm.registered"
    name: Name
    contact: Annotated[str, Meta(max_length=200)] = ""
    accent: Annotated[str, Meta(pattern=rf"^#[0-9a-f]{{6}}{END}")] = "#1f4f82"


class CodeIssued(InternalEvent, frozen=True, kw_only=True):
    """A one-time code to be e-mailed at once, or not at all once it has expired."""

    type = "code.issued"
    address: Address
    code: str
    expires_at: Moment


class SessionRevoked(InternalEvent, frozen=True, kw_only=True):
    """These sessions are over: forget them and close their streams."""

    type = "session.revoked"
    session_ids: list[uuid.UUID]


class SessionChanged(InternalEvent, frozen=True, kw_only=True):
    """These sessions go on, but open other things than before: ask anew what."""

    type = "session.changed"
    session_ids: list[uuid.UUID]
