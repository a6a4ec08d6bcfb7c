"""Signing in, call by call: each loads the walk, takes one step, and says where it now stands."""

from collections.abc import Iterator
from contextlib import contextmanager

from contracts.calls import auth
from contracts.calls.passkeys import (
    BeginPasskeySetup,
    BeginPasskeySignIn,
    FinishPasskeySetup,
    FinishPasskeySignIn,
    PasskeyOptions,
)
from contracts.errors import CodeWrong, PasskeyRefused, StepOutOfOrder
from services.auth import accounts, codes, passkeys, recovery, totp, trail
from services.auth.going_on import go_on
from services.auth.showing import describe
from services.auth.walk import Walk, resume
from services.auth.work import AuthWork


def look(work: AuthWork, call: auth.GetSignIn) -> auth.SignIn:
    return describe(work, resume(work, call.attempt_token))


def send_code(work: AuthWork, call: auth.SendCode) -> auth.SignIn:
    walk = resume(work, call.attempt_token)
    codes.send(work, walk)
    return describe(work, walk)


def check_code(work: AuthWork, call: auth.CheckCode) -> auth.SignInResult:
    walk = resume(work, call.attempt_token)
    with _failures_on_record(work, walk, "code"):
        codes.check(work, walk, call.code)
    return go_on(work, resume(work, call.attempt_token), call)


def begin_totp(work: AuthWork, call: auth.BeginTotp) -> auth.TotpSetup:
    return totp.begin(work, resume(work, call.attempt_token))


def check_totp(work: AuthWork, call: auth.CheckTotp) -> auth.SignInResult:
    walk = resume(work, call.attempt_token)
    walk.require("totp_setup", "totp")
    step = totp.confirm if walk.step == "totp_setup" else totp.check
    with _failures_on_record(work, walk, "totp"):
        step(work, walk, call.code)
    return go_on(work, walk, call, call.remember)


def check_recovery_code(work: AuthWork, call: auth.CheckRecoveryCode) -> auth.SignInResult:
    walk = resume(work, call.attempt_token)
    walk.require("totp")
    assert walk.account is not None
    with _failures_on_record(work, walk, "recovery_code"):
        recovery.use(work, walk.account, call.code, walk.subject)
    walk.attempt.factor = "recovery_code"
    trail.notify(work, walk.account, "recovery_code_used", walk.attempt.agent)
    return go_on(work, walk, call, call.remember)


def keep_recovery_codes(work: AuthWork, call: auth.KeepRecoveryCodes) -> auth.SignInResult:
    walk = resume(work, call.attempt_token)
    walk.require("recovery_codes")
    assert walk.account is not None
    recovery.keep(walk.account)
    return go_on(work, walk, call, call.remember)


def use_mailbox_alone(work: AuthWork, call: auth.UseMailboxAlone) -> auth.SignInResult:
    walk = resume(work, call.attempt_token)
    walk.require("totp_setup")
    if "email" not in walk.policy.second_factors or not walk.attempt.mailbox_proved_at:
        raise StepOutOfOrder(step=walk.step)
    walk.account = accounts.open_for(work, walk.attempt.address, walk.email)
    walk.account.mailbox_alone = True
    return go_on(work, walk, call)


def begin_passkey_setup(work: AuthWork, call: BeginPasskeySetup) -> PasskeyOptions:
    walk = resume(work, call.attempt_token)
    _require_passkeys(walk, "totp_setup")
    name = walk.person.name if walk.person else ""
    options = passkeys.offer_setup(work, walk.attempt, walk.email, name, walk.passkeys)
    return PasskeyOptions(options=options)


def finish_passkey_setup(work: AuthWork, call: FinishPasskeySetup) -> auth.SignInResult:
    walk = resume(work, call.attempt_token)
    _require_passkeys(walk, "totp_setup")
    walk.account = accounts.open_for(work, walk.attempt.address, walk.email)
    if passkeys.of_account(work, walk.account):
        raise StepOutOfOrder(step="totp")  # set up in another browser in between
    passkey, verified = passkeys.add(work, walk.attempt, walk.account, call.credential, call.name)
    walk.passkeys = [passkey]
    recovery.make(work, walk.account)
    walk.attempt.factor = "passkey_verified" if verified else "passkey"
    return go_on(work, walk, call)


def begin_passkey_sign_in(work: AuthWork, call: BeginPasskeySignIn) -> PasskeyOptions:
    """Which passkeys there are is said only once something else is proved."""
    walk = resume(work, call.attempt_token)
    _require_passkeys(walk, "mailbox", "code", "totp")
    known = walk.passkeys if walk.first_proved else []
    return PasskeyOptions(options=passkeys.offer(work, walk.attempt, known))


def finish_passkey_sign_in(work: AuthWork, call: FinishPasskeySignIn) -> auth.SignInResult:
    walk = resume(work, call.attempt_token)
    _require_passkeys(walk, "mailbox", "code", "totp")
    with _failures_on_record(work, walk, "passkey"):
        verified = passkeys.use(work, walk.attempt, walk.attempt.address, call.credential)
    walk.attempt.factor = "passkey_verified" if verified else "passkey"
    return go_on(work, resume(work, call.attempt_token), call, call.remember)


def _require_passkeys(walk: Walk, *steps: auth.Step) -> None:
    walk.require(*steps)
    if "passkey" not in walk.policy.second_factors:
        raise StepOutOfOrder("Passkeys are not in use here.", step=walk.step)


@contextmanager
def _failures_on_record(work: AuthWork, walk: Walk, factor: str) -> Iterator[None]:
    try:
        yield
    except (CodeWrong, PasskeyRefused):
        trail.failed(work, walk.attempt, walk.person, factor)
        raise
