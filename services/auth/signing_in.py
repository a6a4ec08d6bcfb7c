"""Signing in, call by call: each loads the walk, takes one step, and says where it now stands."""

import datetime

import msgspec

from contracts import ids
from contracts.calls import auth as calls
from contracts.errors import AttemptEnded
from services.auth import (
    accounts,
    codes,
    firms,
    invitations,
    persons,
    recovery,
    sessions,
    tokens,
    totp,
)
from services.auth.context import Context
from services.auth.invitations import Invitation
from services.auth.models import Attempt
from services.auth.walk import Walk, describe, masked, resume

OPEN_FOR = datetime.timedelta(hours=1)


def start(ctx: Context, call: calls.StartSignIn) -> calls.SignInStarted:
    """Open a link. It brings nobody in; it says what is to be proved, and to whom it belongs."""
    invitation = invitations.redeem(ctx, call.link)
    if _is_signed_in(ctx, invitation, call.session_token):
        return calls.SignInStarted(attempt_token="", sign_in=_at_once(invitation))
    if walk := _under_way(ctx, invitation, call.attempt_token):
        walk.attempt.target = msgspec.to_builtins(invitation.link.target)
        return calls.SignInStarted(attempt_token=walk.token, sign_in=describe(ctx, walk))
    token = _begin(ctx, invitation, call)
    return calls.SignInStarted(attempt_token=token, sign_in=describe(ctx, resume(ctx, token)))


def look(ctx: Context, call: calls.GetSignIn) -> calls.SignIn:
    return describe(ctx, resume(ctx, call.attempt_token))


def send_code(ctx: Context, call: calls.SendCode) -> calls.SignIn:
    walk = resume(ctx, call.attempt_token)
    codes.send(ctx, walk)
    return describe(ctx, walk)


def check_code(ctx: Context, call: calls.CheckCode) -> calls.SignInResult:
    walk = resume(ctx, call.attempt_token)
    codes.check(ctx, walk, call.code)
    return _go_on(ctx, walk)


def begin_totp(ctx: Context, call: calls.BeginTotp) -> calls.TotpSetup:
    return totp.begin(ctx, resume(ctx, call.attempt_token))


def check_totp(ctx: Context, call: calls.CheckTotp) -> calls.SignInResult:
    walk = resume(ctx, call.attempt_token)
    walk.require("totp_setup", "totp")
    step = totp.confirm if walk.step == "totp_setup" else totp.check
    step(ctx, walk, call.code)
    return _go_on(ctx, walk)


def check_recovery_code(ctx: Context, call: calls.CheckRecoveryCode) -> calls.SignInResult:
    walk = resume(ctx, call.attempt_token)
    walk.require("totp")
    assert walk.account is not None
    recovery.use(ctx, walk.account, call.code)
    walk.attempt.factor, walk.attempt.factor_proved_at = "recovery_code", ctx.now
    return _go_on(ctx, walk)


def keep_recovery_codes(ctx: Context, call: calls.KeepRecoveryCodes) -> calls.SignInResult:
    walk = resume(ctx, call.attempt_token)
    walk.require("recovery_codes")
    assert walk.account is not None
    recovery.keep(walk.account)
    return _go_on(ctx, walk)


def _begin(ctx: Context, invitation: Invitation, call: calls.StartSignIn) -> str:
    token = tokens.fresh()
    ctx.db.add(
        Attempt(
            id=ids.new_id(),
            token_digest=tokens.digest(token),
            person_id=invitation.person.id,
            address=invitation.person.address,
            target=msgspec.to_builtins(invitation.link.target),
            agent=call.agent,
            network=call.address,
            started_at=ctx.now,
            ends_at=ctx.now + OPEN_FOR,
        )
    )
    ctx.db.flush()
    return token


def _under_way(ctx: Context, invitation: Invitation, attempt_token: str) -> Walk | None:
    """The sign-in that this browser had begun for the same person: it need not begin again."""
    try:
        walk = resume(ctx, attempt_token)
    except AttemptEnded:
        return None
    return walk if walk.person.id == invitation.person.id else None


def _is_signed_in(ctx: Context, invitation: Invitation, session_token: str) -> bool:
    """Whether the browser is signed in to the account of the link's address.

    The link came to that very mailbox, so it is the proof of this firm's invitation too.
    """
    live = sessions.find(ctx, session_token)
    person = persons.locked(ctx, invitation.person.id)
    if live is None or person is None or live.account.address != person.address:
        return False
    if person.account_id != live.account.id:
        accounts.join(ctx, person, live.account)
    return True


def _at_once(invitation: Invitation) -> calls.SignIn:
    return calls.SignIn(
        step="done",
        firm=firms.card(invitation.firm),
        name=invitation.person.name,
        masked_address=masked(invitation.person.email),
        first_time=False,
        target=invitation.link.target,
    )


def _go_on(ctx: Context, walk: Walk) -> calls.SignInResult:
    """The next step; with nothing left to prove, the attempt ends and a session begins."""
    sign_in = describe(ctx, walk)
    if walk.step != "done":
        return calls.SignInResult(sign_in=sign_in)
    assert walk.account is not None
    accounts.join(ctx, walk.person, walk.account)
    proofs = ["mailbox", walk.attempt.factor or ""]
    token, ends_at = sessions.begin(ctx, walk.account, proofs, walk.attempt.agent)
    walk.attempt.ends_at = ctx.now
    return calls.SignInResult(sign_in=sign_in, session_token=token, expires_at=ends_at)
