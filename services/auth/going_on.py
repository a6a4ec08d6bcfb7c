"""After a step of a sign-in: the next one, or a session where nothing is left to prove."""

import msgspec

from contracts.calls.auth import SignInResult, TakeStep
from services.auth import accounts, devices, sessions, signed_in_places, tokens, trail
from services.auth.showing import describe
from services.auth.walk import Walk
from services.auth.work import AuthWork


def go_on(work: AuthWork, walk: Walk, call: TakeStep, remember: bool = False) -> SignInResult:
    """The next step; with nothing left to prove, the attempt ends and a session begins.

    It takes the place of whichever session the browser had before (ASVS 5.0 7.2.4).
    """
    sign_in = describe(work, walk)
    if walk.step != "done":
        return SignInResult(sign_in=sign_in, attempt_token=_renewed(walk))
    account, attempt = walk.account, walk.attempt
    assert account is not None
    if walk.person is not None:
        accounts.join(work, walk.person, account)
    if call.session_token:
        signed_in_places.sign_out_here(work, call.session_token)
    token = sessions.begin(work, account, walk.proofs, attempt.agent)
    trail.signed_in(work, attempt, account, walk.proofs)
    attempt.ends_at = work.now
    result = SignInResult(
        sign_in=sign_in, session_token=token, expires_at=work.now + walk.policy.absolute
    )
    return _with_device(work, walk, result) if remember else result


def _renewed(walk: Walk) -> str | None:
    """The sign-in's new token: one that somebody put into the browser before proves nothing now.

    It stays while a code is on its way, which counts only with the token that asked for it.
    """
    if walk.code is not None:
        return None
    token = tokens.fresh()
    walk.attempt.token_digest = tokens.digest(token)
    return token


def _with_device(work: AuthWork, walk: Walk, result: SignInResult) -> SignInResult:
    """The device stands for the mailbox from now on, where a second factor was set up at all."""
    if walk.device is not None:
        walk.device.last_used_at = work.now
        return result
    if walk.account is None or not walk.has_factor or "mailbox" not in walk.proofs:
        return result
    made = devices.remember(work, walk.account, walk.attempt.agent, walk.policy)
    if made is None:
        return result
    trail.factor_changed(work, walk.account, "device_remembered", walk.attempt.agent)
    return msgspec.structs.replace(result, device_token=made[0], device_expires_at=made[1])
