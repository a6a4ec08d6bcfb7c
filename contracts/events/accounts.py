"""What happens to somebody's way in: told to the firm, to its owner, or to be e-mailed."""

import uuid
from typing import Literal

from contracts.events.exchanges import InternalEvent, PortalEvent
from contracts.events.persons import Person
from contracts.links import Target
from contracts.values import Address, Moment, TimeZone

EndedBy = Literal["person", "firm", "address"]
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
    """The person signed in.

    `proofs`: mailbox or device, with totp, passkey or recovery_code; or passkey_verified alone.
    passkey_verified: the authenticator made sure of its user, so it counts as two factors.
    """

    type = "account.signed_in"
    proofs: list[str]


class AccountSignInFailed(AccountEvent, frozen=True, kw_only=True):
    """A wrong factor was given. `factor`: which; code, totp, recovery_code or passkey."""

    type = "account.sign_in_failed"
    factor: str


class AccountSignedOut(AccountEvent, frozen=True, kw_only=True):
    """Sessions ended. `by`: `person`, the `firm` that removed or reset them, or a new `address`."""

    type = "account.signed_out"
    by: EndedBy
    sessions: int


class AccountFactorChanged(AccountEvent, frozen=True, kw_only=True):
    """A factor, a device or the address has changed.

    `change` as in `AccountNotice.notice`, or device_remembered, device_forgotten.
    """

    type = "account.factor_changed"
    change: str


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

    `agent`: the browser that did it, as it calls itself; empty when the firm did. `time_zone`: in
    which they live, where that is known.
    """

    type = "account.notice"
    address: Address
    notice: Notice
    at: Moment
    agent: str = ""
    time_zone: TimeZone | None = None
