"""The facts that Redwell publishes. Each firm reads its own from its own queue.

Ids named `…_ref` are the firm's own; the others are Redwell's. `audience` lists the persons for
whom the fact is news: the gateway uses it to wake their browsers, never to grant access.
"""

import uuid
from typing import Literal

import msgspec

from contracts import topology
from contracts.events.envelope import Event, Moment

EndedBy = Literal["person", "firm", "address"]


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A person as both sides know them."""

    person_id: uuid.UUID
    contact_ref: str
    name: str


class PortalEvent(Event, frozen=True, kw_only=True):
    exchange = topology.PORTAL


class AccountActivated(PortalEvent, frozen=True, kw_only=True):
    """The person proved the mailbox and a second factor for the first time."""

    type = "account.activated"
    person: Person
    activated_at: Moment

    def subject(self) -> str:
        return self.person.contact_ref


class AccountEvent(PortalEvent, frozen=True, kw_only=True):
    """Part of the audit trail: what happened to the person's way in. `agent`: the browser."""

    person: Person
    at: Moment
    agent: str = ""

    def subject(self) -> str:
        return self.person.contact_ref


class AccountSignedIn(AccountEvent, frozen=True, kw_only=True):
    """`proofs`: mailbox or device, with totp, passkey or recovery_code; or passkey_verified alone.

    passkey_verified: the authenticator made sure of its user, so it counts as two factors.
    """

    type = "account.signed_in"
    proofs: list[str]


class AccountSignInFailed(AccountEvent, frozen=True, kw_only=True):
    """`factor`: which was wrong; code, totp, recovery_code or passkey."""

    type = "account.sign_in_failed"
    factor: str


class AccountSignedOut(AccountEvent, frozen=True, kw_only=True):
    """`by`: the person; the firm, by removing or resetting them; or a changed address."""

    type = "account.signed_out"
    by: EndedBy
    sessions: int


class AccountFactorChanged(AccountEvent, frozen=True, kw_only=True):
    """`change` as in `AccountNotice.notice`, or device_remembered, device_forgotten."""

    type = "account.factor_changed"
    change: str


class ConversationEvent(PortalEvent, frozen=True, kw_only=True):
    """`position`: the message's place in its conversation; it only rises, whatever clocks say."""

    conversation_id: uuid.UUID
    matter_id: uuid.UUID
    matter_ref: str
    message_id: uuid.UUID
    position: int
    audience: list[uuid.UUID]

    def subject(self) -> str:
        return str(self.message_id)


class MessageSent(ConversationEvent, frozen=True, kw_only=True):
    """A message stands in a conversation. `message_ref`: the firm's id of what it wrote itself."""

    type = "message.sent"
    author: Person
    origin: Literal["portal", "firm"]
    body: str
    sent_at: Moment
    conversation_ref: str = ""
    message_ref: str = ""


class MessageRead(ConversationEvent, frozen=True, kw_only=True):
    """The reader has seen everything up to and including `message_id`."""

    type = "message.read"
    reader: Person
    read_at: Moment


class EventRejected(PortalEvent, frozen=True, kw_only=True):
    """An event of the firm's could not be applied and is parked; `reason` says why, in words."""

    type = "event.rejected"
    event_id: str
    event_type: str
    reason: str
    by: str

    def subject(self) -> str:
        return self.event_id
