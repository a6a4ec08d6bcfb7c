"""A fresh proof: what changes somebody's way in asks for a second factor once more."""

import datetime

from contracts.calls import account as calls
from contracts.calls import passkeys as passkey_calls
from contracts.errors import CodeWrong, ProofNeeded
from services.auth import accounts, passkeys, recovery, sessions, totp, trail
from services.auth.context import Context
from services.auth.models import Authenticator
from services.auth.sessions import Live

FRESH_FOR = datetime.timedelta(minutes=10)


def require(ctx: Context, token: str) -> Live:
    """The session of this token, freshly proved; its account locked.

    Raises NotSignedIn, ProofNeeded.
    """
    live = sessions.require(ctx, token)
    accounts.locked(ctx, live.account.id)
    if until(live) <= ctx.now:
        raise ProofNeeded()
    return live


def until(live: Live) -> datetime.datetime:
    return live.session.proved_at + FRESH_FOR


def prove(ctx: Context, call: calls.Prove) -> calls.Proved:
    """By the authenticator or a recovery code. Raises NotSignedIn, CodeWrong, TooManyTries."""
    live = sessions.require(ctx, call.session_token)
    account = accounts.locked(ctx, live.account.id)
    if call.factor == "recovery_code":
        recovery.use(ctx, account, call.code, account.address)
        trail.notify(ctx, account, "recovery_code_used", live.session.agent)
        return _proved(ctx, live)
    authenticator = ctx.db.get(Authenticator, account.id)
    if authenticator is None:
        raise CodeWrong()
    totp.use(ctx, authenticator, call.code, account.address)
    return _proved(ctx, live)


def begin_passkey(
    ctx: Context, call: passkey_calls.BeginPasskeyProof
) -> passkey_calls.PasskeyOptions:
    live = sessions.require(ctx, call.session_token)
    known = passkeys.of_account(ctx, live.account)
    return passkey_calls.PasskeyOptions(options=passkeys.offer(ctx, live.session, known))


def finish_passkey(ctx: Context, call: passkey_calls.FinishPasskeyProof) -> calls.Proved:
    """Raises NotSignedIn, PasskeyRefused."""
    live = sessions.require(ctx, call.session_token)
    passkeys.use(ctx, live.session, live.account.address, call.credential)
    return _proved(ctx, live)


def _proved(ctx: Context, live: Live) -> calls.Proved:
    token = sessions.renew(ctx, live)
    return calls.Proved(session_token=token, expires_at=live.ends_at, proof_until=until(live))
