"""What never leaves Redwell."""

import uuid
from typing import Annotated, Literal

from msgspec import Meta

from contracts import topology
from contracts.events.envelope import END, Address, Event, Moment, Name
from contracts.links import Target

Notice = Literal[
    "authenticator_changed",
    "authenticator_removed",
    "passkey_added",
    "passkey_removed",
    "recovery_codes_made",
    "recovery_code_used",
    "factors_reset",
    "address_changed",
]


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


class LinkRequested(InternalEvent, frozen=True, kw_only=True):
    """A new secure link is to be e-mailed to the person, for a link that ran out."""

    type = "link.requested"
    person_id: uuid.UUID
    address: Address
    target: Target


class AccountNotice(InternalEvent, frozen=True, kw_only=True):
    """Something about signing in has changed: `address` is to hear of it, in case it was not they.

    `agent`: the browser that did it, as it calls itself; empty when the firm did.
    """

    type = "account.notice"
    address: Address
    notice: Notice
    at: Moment
    agent: str = ""


class SessionRevoked(InternalEvent, frozen=True, kw_only=True):
    """These sessions are over: forget them and close their streams."""

    type = "session.revoked"
    session_ids: list[uuid.UUID]


class SessionChanged(InternalEvent, frozen=True, kw_only=True):
    """These sessions go on, but open other things than before: ask anew what."""

    type = "session.changed"
    session_ids: list[uuid.UUID]
