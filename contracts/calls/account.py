"""Calls to the auth service from the account page, on behalf of a signed-in session.

They carry the session's token, never an account's id. ProofNeeded: what changes a factor, or ends
what is not the caller's own session, wants a second factor proved within the last ten minutes.
"""

import uuid
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from contracts.calls.auth import AuthCall, Code, Factor, Session, Token, TotpSetup
from contracts.calls.call import A
from contracts.values import Moment, Name


class BySession(AuthCall[A], frozen=True, kw_only=True):
    """Raises NotSignedIn."""

    session_token: Token


class ConfirmProfile(BySession[Session], frozen=True, kw_only=True):
    """Name and time zone are right. Raises InvalidInput."""

    name: Name
    time_zone: Annotated[str, Meta(min_length=1, max_length=64, description="Its IANA name.")]


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


class ListSessions(BySession[SignedInPlaces], frozen=True, kw_only=True):
    """Where the account is signed in, and which devices are remembered."""


class EndSessions(BySession[SignedInPlaces], frozen=True, kw_only=True):
    """One session (`session_id`), all others, or all.

    With all, every remembered device is forgotten too. Raises NotFound, ProofNeeded; all ends
    at once, without a fresh proof: whoever fears the worst must not be held up.
    """

    which: Literal["one", "others", "all"]
    session_id: uuid.UUID | None = None


class ForgetDevice(BySession[SignedInPlaces], frozen=True, kw_only=True):
    """Raises NotFound."""

    device_id: uuid.UUID


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


class GetFactors(BySession[Factors], frozen=True, kw_only=True):
    """What the account signs in with."""


class Proved(msgspec.Struct, frozen=True, kw_only=True):
    """The session goes on under a new token; the old one opens nothing any more."""

    session_token: str
    expires_at: Moment
    proof_until: Moment


class Prove(BySession[Proved], frozen=True, kw_only=True):
    """Prove it is still you: the authenticator's code or a recovery code.

    Raises CodeWrong, TooManyTries. With a passkey: see `contracts.calls.passkeys`.
    """

    factor: Literal["totp", "recovery_code"]
    code: Code


class BeginTotpChange(BySession[TotpSetup], frozen=True, kw_only=True):
    """Another authenticator app, or the first one. The old one stays until checked.

    Raises ProofNeeded.
    """


class ConfirmTotpChange(BySession[Factors], frozen=True, kw_only=True):
    """Raises ProofNeeded, CodeWrong, TooManyTries, StepOutOfOrder."""

    code: Code


class RemoveTotp(BySession[Factors], frozen=True, kw_only=True):
    """Raises ProofNeeded, NotFound, LastFactor."""


class RecoveryCodes(msgspec.Struct, frozen=True, kw_only=True):
    codes: list[str]


class MakeRecoveryCodes(BySession[RecoveryCodes], frozen=True, kw_only=True):
    """A new set in place of the old, shown this once. Raises ProofNeeded."""
