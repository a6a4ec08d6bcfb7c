"""Signing in, call by call: each loads the walk, takes one step, and says where it now stands."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from contracts.calls import auth as calls
from contracts.calls import passkeys as passkey_calls
from contracts.errors import CodeWrong, PasskeyRefused, StepOutOfOrder
from services.auth import (
    accounts,
    codes,
    devices,
    passkeys,
    places,
    recovery,
    sessions,
    tokens,
    totp,
    trail,
)
from services.auth.context import Context
from services.auth.showing import describe
from services.auth.walk import Walk, resume


def look(ctx: Context, call: calls.GetSignIn) -> calls.SignIn:
    return describe(ctx, resume(ctx, call.attempt_token))


def send_code(ctx: Context, call: calls.SendCode) -> calls.SignIn:
    walk = resume(ctx, call.attempt_token)
    codes.send(ctx, walk)
    return describe(ctx, walk)


def check_code(ctx: Context, call: calls.CheckCode) -> calls.SignInResult:
    walk = resume(ctx, call.attempt_token)
    with _failures_on_record(ctx, walk, "code"):
        codes.check(ctx, walk, call.code)
    return _go_on(ctx, resume(ctx, call.attempt_token), call)


def begin_totp(ctx: Context, call: calls.BeginTotp) -> calls.TotpSetup:
    return totp.begin(ctx, resume(ctx, call.attempt_token))


def check_totp(ctx: Context, call: calls.CheckTotp) -> calls.SignInResult:
    walk = resume(ctx, call.attempt_token)
    walk.require("totp_setup", "totp")
    step = totp.confirm if walk.step == "totp_setup" else totp.check
    with _failures_on_record(ctx, walk, "totp"):
        step(ctx, walk, call.code)
    return _go_on(ctx, walk, call, call.remember)


def check_recovery_code(ctx: Context, call: calls.CheckRecoveryCode) -> calls.SignInResult:
    walk = resume(ctx, call.attempt_token)
    walk.require("totp")
    assert walk.account is not None
    with _failures_on_record(ctx, walk, "recovery_code"):
        recovery.use(ctx, walk.account, call.code, walk.subject)
    walk.attempt.factor, walk.attempt.factor_proved_at = "recovery_code", ctx.now
    trail.notify(ctx, walk.account, "recovery_code_used", walk.attempt.agent)
    return _go_on(ctx, walk, call, call.remember)


def keep_recovery_codes(ctx: Context, call: calls.KeepRecoveryCodes) -> calls.SignInResult:
    walk = resume(ctx, call.attempt_token)
    walk.require("recovery_codes")
    assert walk.account is not None
    recovery.keep(walk.account)
    return _go_on(ctx, walk, call, call.remember)


def use_mailbox_alone(ctx: Context, call: calls.UseMailboxAlone) -> calls.SignInResult:
    walk = resume(ctx, call.attempt_token)
    walk.require("totp_setup")
    if "email" not in walk.policy.second_factors or not walk.attempt.mailbox_proved_at:
        raise StepOutOfOrder(step=walk.step)
    walk.account = accounts.open_for(ctx, walk.attempt.address, walk.email)
    walk.account.mailbox_alone = True
    return _go_on(ctx, walk, call)


def begin_passkey_setup(
    ctx: Context, call: passkey_calls.BeginPasskeySetup
) -> passkey_calls.PasskeyOptions:
    walk = resume(ctx, call.attempt_token)
    _require_passkeys(walk, "totp_setup")
    name = walk.person.name if walk.person else ""
    options = passkeys.offer_setup(ctx, walk.attempt, walk.email, name, walk.passkeys)
    return passkey_calls.PasskeyOptions(options=options)


def finish_passkey_setup(
    ctx: Context, call: passkey_calls.FinishPasskeySetup
) -> calls.SignInResult:
    walk = resume(ctx, call.attempt_token)
    _require_passkeys(walk, "totp_setup")
    walk.account = accounts.open_for(ctx, walk.attempt.address, walk.email)
    if passkeys.of_account(ctx, walk.account):
        raise StepOutOfOrder(step="totp")  # set up in another browser in between
    passkey, verified = passkeys.add(ctx, walk.attempt, walk.account, call.credential, call.name)
    walk.passkeys = [passkey]
    recovery.make(ctx, walk.account)
    walk.attempt.factor = "passkey_verified" if verified else "passkey"
    walk.attempt.factor_proved_at = ctx.now
    return _go_on(ctx, walk, call)


def begin_passkey_sign_in(
    ctx: Context, call: passkey_calls.BeginPasskeySignIn
) -> passkey_calls.PasskeyOptions:
    """Which passkeys there are is said only once something else is proved."""
    walk = resume(ctx, call.attempt_token)
    _require_passkeys(walk, "mailbox", "code", "totp")
    known = walk.passkeys if walk.first_proved else []
    return passkey_calls.PasskeyOptions(options=passkeys.offer(ctx, walk.attempt, known))


def finish_passkey_sign_in(
    ctx: Context, call: passkey_calls.FinishPasskeySignIn
) -> calls.SignInResult:
    walk = resume(ctx, call.attempt_token)
    _require_passkeys(walk, "mailbox", "code", "totp")
    with _failures_on_record(ctx, walk, "passkey"):
        verified = passkeys.use(ctx, walk.attempt, walk.attempt.address, call.credential)
    walk.attempt.factor = "passkey_verified" if verified else "passkey"
    walk.attempt.factor_proved_at = ctx.now
    return _go_on(ctx, resume(ctx, call.attempt_token), call, call.remember)


def _require_passkeys(walk: Walk, *steps: calls.Step) -> None:
    walk.require(*steps)
    if "passkey" not in walk.policy.second_factors:
        raise StepOutOfOrder("Passkeys are not in use here.", step=walk.step)


@contextmanager
def _failures_on_record(ctx: Context, walk: Walk, factor: str) -> Iterator[None]:
    try:
        yield
    except (CodeWrong, PasskeyRefused):
        trail.failed(ctx, walk.attempt, walk.person, factor)
        raise


def _go_on(
    ctx: Context, walk: Walk, call: calls.TakeStep, remember: bool = False
) -> calls.SignInResult:
    """The next step; with nothing left to prove, the attempt ends and a session begins.

    It takes the place of whichever session the browser had before (ASVS 5.0 7.2.4).
    """
    sign_in = describe(ctx, walk)
    if walk.step != "done":
        return calls.SignInResult(sign_in=sign_in, attempt_token=_renewed(walk))
    account, attempt = walk.account, walk.attempt
    assert account is not None
    if walk.person is not None:
        accounts.join(ctx, walk.person, account)
    if call.session_token:
        places.sign_out(ctx, call.session_token)
    token = sessions.begin(ctx, account, walk.proofs, attempt.agent)
    trail.signed_in(ctx, attempt, account, walk.proofs)
    attempt.ends_at = ctx.now
    result = calls.SignInResult(
        sign_in=sign_in, session_token=token, expires_at=ctx.now + walk.policy.absolute
    )
    return _with_device(ctx, walk, result) if remember else result


def _renewed(walk: Walk) -> str | None:
    """The sign-in's new token: one that somebody put into the browser before proves nothing now.

    It stays while a code is on its way, which counts only with the token that asked for it.
    """
    if walk.code is not None:
        return None
    token = tokens.fresh()
    walk.attempt.token_digest = tokens.digest(token)
    return token


def _with_device(ctx: Context, walk: Walk, result: calls.SignInResult) -> calls.SignInResult:
    """The device stands for the mailbox from now on, where a second factor was set up at all."""
    if walk.device is not None:
        walk.device.last_used_at = ctx.now
        return result
    if walk.account is None or not walk.has_factor or "mailbox" not in walk.proofs:
        return result
    made = devices.remember(ctx, walk.account, walk.attempt.agent, walk.policy)
    if made is None:
        return result
    trail.factor_changed(ctx, walk.account, "device_remembered", walk.attempt.agent)
    return msgspec.structs.replace(result, device_token=made[0], device_expires_at=made[1])
