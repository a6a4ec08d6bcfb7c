"""Calls to the auth service.

A sign-in is a walk through steps, bound to one browser by an attempt token. Each call answers with
where the sign-in now stands; the last one brings a session.
"""

import uuid
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from contracts.events.envelope import Moment
from contracts.links import Target

Step = Literal["mailbox", "code", "totp_setup", "totp", "recovery_codes", "done"]
Token = Annotated[str, Meta(min_length=20, max_length=200)]
OptionalToken = Annotated[str, Meta(max_length=200)]
Code = Annotated[str, Meta(min_length=4, max_length=64)]
Agent = Annotated[str, Meta(max_length=400)]


class FirmCard(msgspec.Struct, frozen=True, kw_only=True):
    """What a client sees of a firm."""

    id: str
    name: str
    contact: str
    accent: str


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """Where a sign-in stands.

    step mailbox: the address is to be proved, a code can be sent; code: a code is on its way to
    `masked_address`, the next one may be asked for at `resend_at`; totp_setup: no second factor
    yet; totp: the authenticator's code (or a recovery code) is asked for; recovery_codes: they are
    shown in `recovery_codes` and to be confirmed as kept; done: see `session_token` and `target`.
    `name` stays empty until the mailbox is proved: a leaked link must not tell whose it is.
    """

    step: Step
    firm: FirmCard
    name: str
    masked_address: str
    first_time: bool
    target: Target
    resend_at: Moment | None = None
    recovery_codes: list[str] = []


class StartSignIn(msgspec.Struct, frozen=True, kw_only=True):
    """Open a link in a browser. Raises LinkInvalid, LinkExpired.

    `address`: the client's network address. `session_token` and `attempt_token`: what the browser
    already holds, if anything; a live session of the right account leads straight to `done`, an
    open attempt for the same person goes on where it stands.
    """

    link: Annotated[str, Meta(min_length=20, max_length=2000)]
    agent: Agent = ""
    address: str = ""
    session_token: OptionalToken = ""
    attempt_token: OptionalToken = ""


class SignInStarted(msgspec.Struct, frozen=True, kw_only=True):
    """`attempt_token` is empty when the step is done at once: the browser's session goes on."""

    attempt_token: str
    sign_in: SignIn


class ByAttempt(msgspec.Struct, frozen=True, kw_only=True):
    """A call on behalf of the browser that holds the attempt. Raises AttemptEnded."""

    attempt_token: Token


class GetSignIn(ByAttempt, frozen=True, kw_only=True):
    pass


class SendCode(ByAttempt, frozen=True, kw_only=True):
    """E-mail a one-time code. Raises TooManyTries when asked again before `resend_at`."""


class CheckCode(ByAttempt, frozen=True, kw_only=True):
    """Raises CodeWrong, CodeExpired, TooManyTries."""

    code: Code


class BeginTotp(ByAttempt, frozen=True, kw_only=True):
    """The secret to set up: made when first asked for, the same until the attempt ends."""


class TotpSetup(msgspec.Struct, frozen=True, kw_only=True):
    """`secret` in Base32 for typing, `uri` as the otpauth: key URI, `qr` as an SVG data URI."""

    secret: str
    uri: str
    qr: str


class CheckTotp(ByAttempt, frozen=True, kw_only=True):
    """The authenticator's code (RFC 6238), for set-up and for sign-in.

    Raises CodeWrong, TooManyTries.
    """

    code: Code


class CheckRecoveryCode(ByAttempt, frozen=True, kw_only=True):
    """One of the recovery codes in place of the authenticator; each works once."""

    code: Code


class KeepRecoveryCodes(ByAttempt, frozen=True, kw_only=True):
    """The person says they have kept the recovery codes; ends the set-up."""


class SignInResult(msgspec.Struct, frozen=True, kw_only=True):
    """`session_token` is there once, when the step has become done."""

    sign_in: SignIn
    session_token: str | None = None
    expires_at: Moment | None = None


class ResolveSession(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in with this token. Raises NotSignedIn."""

    session_token: Token


class EndSession(msgspec.Struct, frozen=True, kw_only=True):
    session_token: Token


class SessionPerson(msgspec.Struct, frozen=True, kw_only=True):
    person_id: uuid.UUID
    name: str
    firm: FirmCard


class Session(msgspec.Struct, frozen=True, kw_only=True):
    session_id: uuid.UUID
    account_id: uuid.UUID
    address: str
    persons: list[SessionPerson]
    idle_ends_at: Moment
    ends_at: Moment
