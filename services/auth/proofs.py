"""A fresh proof: what changes somebody's way in asks for a second factor once more."""

import datetime

from contracts.calls.account import Prove, Proved
from contracts.calls.passkeys import BeginPasskeyProof, FinishPasskeyProof, PasskeyOptions
from contracts.errors import CodeWrong, ProofNeeded
from services.auth import accounts, passkeys, recovery, sessions, totp, trail
from services.auth.models import Authenticator
from services.auth.sessions import Live
from services.auth.work import AuthWork

FRESH_FOR = datetime.timedelta(minutes=10)


def require(work: AuthWork, token: str) -> Live:
    """The session of this token, freshly proved; its account locked.

    Raises NotSignedIn, ProofNeeded.
    """
    live = sessions.require(work, token)
    accounts.locked(work, live.account.id)
    if until(live) <= work.now:
        raise ProofNeeded()
    return live


def until(live: Live) -> datetime.datetime:
    return live.session.proved_at + FRESH_FOR


def prove(work: AuthWork, call: Prove) -> Proved:
    """By the authenticator or a recovery code. Raises NotSignedIn, CodeWrong, TooManyTries."""
    live = sessions.require(work, call.session_token)
    account = accounts.locked(work, live.account.id)
    if call.factor == "recovery_code":
        recovery.use(work, account, call.code, account.address)
        trail.notify(work, account, "recovery_code_used", live.session.agent)
        return _proved(work, live)
    authenticator = work.session.get(Authenticator, account.id)
    if authenticator is None:
        raise CodeWrong()
    totp.use(work, authenticator, call.code, account.address)
    return _proved(work, live)


def begin_passkey(work: AuthWork, call: BeginPasskeyProof) -> PasskeyOptions:
    live = sessions.require(work, call.session_token)
    known = passkeys.of_account(work, live.account)
    return PasskeyOptions(options=passkeys.offer(work, live.session, known))


def finish_passkey(work: AuthWork, call: FinishPasskeyProof) -> Proved:
    """Raises NotSignedIn, PasskeyRefused."""
    live = sessions.require(work, call.session_token)
    passkeys.use(work, live.session, live.account.address, call.credential)
    return _proved(work, live)


def _proved(work: AuthWork, live: Live) -> Proved:
    token = sessions.renew(work, live)
    return Proved(session_token=token, expires_at=live.ends_at, proof_until=until(live))
