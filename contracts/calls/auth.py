"""Calls to the auth service.

A sign-in is a walk through steps, bound to one browser by an attempt token. Each call answers with
where the sign-in now stands; the last one brings a session.
"""

import uuid
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from contracts import codes
from contracts.calls.call import A, Call
from contracts.links import Target
from contracts.values import Address, Moment

Step = Literal["mailbox", "code", "totp_setup", "totp", "recovery_codes", "done"]
# What a person goes through; welcome, where name and time zone are confirmed, comes after done.
Stop = Literal["mailbox", "code", "totp_setup", "totp", "recovery_codes", "welcome"]
Token = Annotated[str, Meta(min_length=20, max_length=200)]
OptionalToken = Annotated[str, Meta(max_length=200)]
Code = Annotated[str, Meta(min_length=4, max_length=64, extra={"form": codes.entered})]
# A second factor; recovery_code stands in for any, email (no second factor at all) only where the
# firm's policy allows it.
Factor = Literal["totp", "passkey", "recovery_code", "email"]
Agent = Annotated[str, Meta(max_length=400)]
Remember = Annotated[bool, Meta(description="Let this device stand for the mailbox later on.")]
LinkText = Annotated[
    str,
    Meta(min_length=20, max_length=2000, description="The secure link's fragment, without `#`."),
]


class AuthCall(Call[A], frozen=True, kw_only=True):
    service = "auth"


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
    `name` stays empty until the mailbox is proved: a leaked link must not tell whose it is. After
    an address was typed, `firm` has no id and no name until then.

    `factors`: at totp_setup what may be set up, at totp what may be used; before that, passkey
    where one may be tried instead of the mailbox. `remembered`: this device stood for the mailbox.
    `way`: what this person goes through from the first to the last, as far as it can be told yet;
    it may turn out shorter or longer once the mailbox is proved. Empty when the step is done.
    """

    step: Step
    firm: FirmCard
    name: str
    masked_address: str
    first_time: bool
    target: Target
    resend_at: Moment | None = None
    recovery_codes: list[str] = []
    factors: list[Factor] = []
    remembered: bool = False
    way: list[Stop] = []


class SignInStarted(msgspec.Struct, frozen=True, kw_only=True):
    """`attempt_token` is empty when the step is done at once: the browser's session goes on."""

    attempt_token: str
    sign_in: SignIn


class StartSignIn(AuthCall[SignInStarted], frozen=True, kw_only=True):
    """Open a link in a browser. Raises LinkInvalid, LinkExpired, LinkRevoked, TooManyTries.

    `address`: the client's network address. The other tokens: what the browser already holds, if
    anything. A live session of the right account leads straight to `done`, an open attempt for the
    same person goes on where it stands, a remembered device stands for the mailbox.
    """

    link: LinkText
    agent: Agent = ""
    address: str = ""
    session_token: OptionalToken = ""
    attempt_token: OptionalToken = ""
    device_token: OptionalToken = ""


class StartByAddress(AuthCall[SignInStarted], frozen=True, kw_only=True):
    """Sign in without a link, the same whether the address is known or not.

    A code is sent to a known address, and to one at which somebody was invited and never came: it
    stands for the link in their e-mail. Raises TooManyTries.
    """

    email: Address
    agent: Agent = ""
    address: str = ""
    device_token: OptionalToken = ""


class LinkSent(msgspec.Struct, frozen=True, kw_only=True):
    firm: FirmCard
    masked_address: str


class RequestLink(AuthCall[LinkSent], frozen=True, kw_only=True):
    """Send a new link in place of one that has expired, to the address that it was made for.

    Raises LinkInvalid, LinkRevoked, TooManyTries. `address`: the client's network address.
    """

    link: LinkText
    address: str = ""


class ByAttempt(AuthCall[A], frozen=True, kw_only=True):
    """A call on behalf of the browser that holds the attempt. Raises AttemptEnded."""

    attempt_token: Token


class GetSignIn(ByAttempt[SignIn], frozen=True, kw_only=True):
    """Where the sign-in stands."""


class SendCode(ByAttempt[SignIn], frozen=True, kw_only=True):
    """E-mail a one-time code.

    Raises StepOutOfOrder, and TooManyTries when asked again before `resend_at`.
    """


class SignInResult(msgspec.Struct, frozen=True, kw_only=True):
    """`session_token` is there once, when the step has become done.

    `attempt_token`: the sign-in goes on under this one after a proof, and the one before is over.
    `device_token` comes with it when the device is to be remembered, until `device_expires_at`.
    """

    sign_in: SignIn
    attempt_token: str | None = None
    session_token: str | None = None
    expires_at: Moment | None = None
    device_token: str | None = None
    device_expires_at: Moment | None = None


class TakeStep(ByAttempt[SignInResult], frozen=True, kw_only=True):
    """A step that may be the last one. Raises StepOutOfOrder.

    `session_token`: what the browser already holds, if anything; that session ends when the new one
    begins.
    """

    session_token: OptionalToken = ""


class CheckCode(TakeStep, frozen=True, kw_only=True):
    """Raises CodeWrong, CodeExpired, TooManyTries."""

    code: Code


class TotpSetup(msgspec.Struct, frozen=True, kw_only=True):
    """`secret` in Base32 for typing, `uri` as the otpauth: key URI, `qr` as an SVG data URI."""

    secret: str
    uri: str
    qr: str


class BeginTotp(ByAttempt[TotpSetup], frozen=True, kw_only=True):
    """The secret to set up: made when first asked for, the same until the attempt ends.

    Raises StepOutOfOrder.
    """


class CheckTotp(TakeStep, frozen=True, kw_only=True):
    """The authenticator's code (RFC 6238), for set-up and for sign-in.

    Raises CodeWrong, TooManyTries.
    """

    code: Code
    remember: Remember = False


class CheckRecoveryCode(TakeStep, frozen=True, kw_only=True):
    """One of the recovery codes in place of the second factor; each works once.

    Raises CodeWrong, TooManyTries.
    """

    code: Code
    remember: Remember = False


class KeepRecoveryCodes(TakeStep, frozen=True, kw_only=True):
    """The person says they have kept the recovery codes; ends the set-up."""

    remember: Remember = False


class UseMailboxAlone(TakeStep, frozen=True, kw_only=True):
    """Set up no second factor, where `factors` has email."""


class SessionPerson(msgspec.Struct, frozen=True, kw_only=True):
    """`name`: as the firm has it, and as it stands beside the person's messages there."""

    person_id: uuid.UUID
    name: str
    firm: FirmCard


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """`confirmed`: the person has said that name and time zone are right (see ConfirmProfile).

    `name`: what the person is called on their own pages, as they confirmed it; until then as their
    firm has it. Each firm keeps its own name for them, see `persons`.
    """

    session_id: uuid.UUID
    account_id: uuid.UUID
    address: str
    name: str = ""
    persons: list[SessionPerson]
    idle_ends_at: Moment
    ends_at: Moment
    confirmed: bool = True
    time_zone: str | None = None


class ResolveSession(AuthCall[Session], frozen=True, kw_only=True):
    """Who is signed in with this token. Raises NotSignedIn."""

    session_token: Token


class EndSession(AuthCall[None], frozen=True, kw_only=True):
    session_token: Token
