"""Calls to the auth service from the account page, on behalf of a signed-in session.

They carry the session's token, never an account's id. Each raises NotSignedIn; what changes a
factor, or ends what is not the caller's own session, raises ProofNeeded unless a second factor was
proved within the last ten minutes.
"""

import uuid
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from contracts.calls.auth import Code, Factor, Token
from contracts.events.envelope import Moment, Name


class BySession(msgspec.Struct, frozen=True, kw_only=True):
    session_token: Token


class ConfirmProfile(BySession, frozen=True, kw_only=True):
    """Name and time zone (IANA) are right → Session. Raises InvalidInput."""

    name: Name
    time_zone: Annotated[str, Meta(min_length=1, max_length=64)]


class ListSessions(BySession, frozen=True, kw_only=True):
    """→ SignedInPlaces."""


class SessionItem(msgspec.Struct, frozen=True, kw_only=True):
    """`agent`: the browser as it calls itself. `current`: the one that asks."""

    session_id: uuid.UUID
    agent: str
    started_at: Moment
    last_used_at: Moment
    current: bool


class DeviceItem(msgspec.Struct, frozen=True, kw_only=True):
    """A remembered device; it stands for the mailbox until `ends_at`."""

    device_id: uuid.UUID
    agent: str
    remembered_at: Moment
    last_used_at: Moment
    ends_at: Moment


class SignedInPlaces(msgspec.Struct, frozen=True, kw_only=True):
    """Newest use first."""

    sessions: list[SessionItem]
    devices: list[DeviceItem]


class EndSessions(BySession, frozen=True, kw_only=True):
    """One session (`session_id`), all others, or all; → SignedInPlaces.

    With all, every remembered device is forgotten too. Raises NotFound, ProofNeeded; all ends
    at once, without a fresh proof: whoever fears the worst must not be held up.
    """

    which: Literal["one", "others", "all"]
    session_id: uuid.UUID | None = None


class ForgetDevice(BySession, frozen=True, kw_only=True):
    """→ SignedInPlaces. Raises NotFound."""

    device_id: uuid.UUID


class GetFactors(BySession, frozen=True, kw_only=True):
    """→ Factors."""


class PasskeyItem(msgspec.Struct, frozen=True, kw_only=True):
    passkey_id: uuid.UUID
    name: str
    added_at: Moment
    last_used_at: Moment | None


class Factors(msgspec.Struct, frozen=True, kw_only=True):
    """`allowed`: what the firms' policies let count. `proof_until`: factors may be changed till."""

    authenticator_since: Moment | None
    passkeys: list[PasskeyItem]
    recovery_codes_left: int
    allowed: list[Factor]
    proof_until: Moment | None


class Prove(BySession, frozen=True, kw_only=True):
    """Prove it is still you: the authenticator's code or a recovery code → Proved.

    Raises CodeWrong, TooManyTries. With a passkey: see `contracts.calls.passkeys`.
    """

    factor: Literal["totp", "recovery_code"]
    code: Code


class Proved(msgspec.Struct, frozen=True, kw_only=True):
    """The session goes on under a new token; the old one opens nothing any more."""

    session_token: str
    expires_at: Moment
    proof_until: Moment


class BeginTotpChange(BySession, frozen=True, kw_only=True):
    """Another authenticator app, or the first one → TotpSetup. The old one stays until checked."""


class ConfirmTotpChange(BySession, frozen=True, kw_only=True):
    """→ Factors. Raises CodeWrong, TooManyTries, StepOutOfOrder."""

    code: Code


class RemoveTotp(BySession, frozen=True, kw_only=True):
    """→ Factors. Raises LastFactor."""


class MakeRecoveryCodes(BySession, frozen=True, kw_only=True):
    """A new set in place of the old → RecoveryCodes, shown this once."""


class RecoveryCodes(msgspec.Struct, frozen=True, kw_only=True):
    codes: list[str]
