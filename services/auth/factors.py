"""Second factors on the account page; each change needs a fresh proof and is told to the owner."""

import uuid

from contracts.calls.account import (
    BeginTotpChange,
    ConfirmTotpChange,
    Factors,
    GetFactors,
    MakeRecoveryCodes,
    PasskeyItem,
    RecoveryCodes,
    RemoveTotp,
)
from contracts.calls.auth import Factor, TotpSetup
from contracts.calls.passkeys import (
    BeginPasskeyAdd,
    FinishPasskeyAdd,
    PasskeyOptions,
    RemovePasskey,
    RenamePasskey,
)
from contracts.errors import LastFactor, NotFound, StepOutOfOrder
from contracts.events.accounts import Notice
from services.auth import passkeys, proofs, recovery, sessions, totp, trail
from services.auth.models import Authenticator, Passkey
from services.auth.sessions import Live
from services.auth.work import AuthWork

ORDER: tuple[Factor, ...] = ("passkey", "totp", "email")


def show(work: AuthWork, call: GetFactors) -> Factors:
    return _shown(work, sessions.require(work, call.session_token))


def begin_totp_change(work: AuthWork, call: BeginTotpChange) -> TotpSetup:
    live = proofs.require(work, call.session_token)
    if live.session.totp_pending is None:
        live.session.totp_pending = totp.fresh_secret(work)
    issuer = live.persons[0][1].name
    return totp.reveal(work, live.session.totp_pending, live.account.email, issuer)


def confirm_totp_change(work: AuthWork, call: ConfirmTotpChange) -> Factors:
    live = proofs.require(work, call.session_token)
    pending = live.session.totp_pending
    if pending is None:
        raise StepOutOfOrder("Set up the authenticator first.")
    totp.count_try(work, live.account.address)
    used = totp.matching_step(work, pending, call.code)
    totp.forget_tries(work, live.account.address)
    totp.keep(work, live.account, pending, used)
    live.session.totp_pending = None
    return _changed(work, live, "authenticator_changed")


def remove_totp(work: AuthWork, call: RemoveTotp) -> Factors:
    live = proofs.require(work, call.session_token)
    authenticator = work.session.get(Authenticator, live.account.id)
    if authenticator is None:
        raise NotFound()
    _keep_one(work, live, without=authenticator)
    work.session.delete(authenticator)
    return _changed(work, live, "authenticator_removed")


def make_recovery_codes(work: AuthWork, call: MakeRecoveryCodes) -> RecoveryCodes:
    """Shown this once: here nobody is led back to them, so nothing is kept to be shown again."""
    live = proofs.require(work, call.session_token)
    recovery.make(work, live.account)
    codes = recovery.shown(work, live.account)
    recovery.keep(live.account)
    _changed(work, live, "recovery_codes_made")
    return RecoveryCodes(codes=codes)


def begin_passkey_add(work: AuthWork, call: BeginPasskeyAdd) -> PasskeyOptions:
    live = proofs.require(work, call.session_token)
    known = passkeys.of_account(work, live.account)
    name = live.account.name or live.persons[0][0].name
    options = passkeys.offer_setup(work, live.session, live.account.email, name, known)
    return PasskeyOptions(options=options)


def finish_passkey_add(work: AuthWork, call: FinishPasskeyAdd) -> Factors:
    live = proofs.require(work, call.session_token)
    passkeys.add(work, live.session, live.account, call.credential, call.name)
    return _changed(work, live, "passkey_added")


def rename_passkey(work: AuthWork, call: RenamePasskey) -> Factors:
    live = sessions.require(work, call.session_token)
    _own(work, live, call.passkey_id).name = call.name
    return _shown(work, live)


def remove_passkey(work: AuthWork, call: RemovePasskey) -> Factors:
    live = proofs.require(work, call.session_token)
    passkey = _own(work, live, call.passkey_id)
    _keep_one(work, live, without=passkey)
    work.session.delete(passkey)
    return _changed(work, live, "passkey_removed")


def _own(work: AuthWork, live: Live, passkey_id: uuid.UUID) -> Passkey:
    passkey = work.session.get(Passkey, passkey_id)
    if passkey is None or passkey.account_id != live.account.id:
        raise NotFound()
    return passkey


def _keep_one(work: AuthWork, live: Live, without: Authenticator | Passkey) -> None:
    """Raises LastFactor when nothing would be left that the firms' policies let count."""
    keys = passkeys.of_account(work, live.account)
    counted = keys if "passkey" in live.policy.second_factors else []
    left = [work.session.get(Authenticator, live.account.id), *counted]
    if not [factor for factor in left if factor is not None and factor is not without]:
        raise LastFactor()


def _changed(work: AuthWork, live: Live, notice: Notice) -> Factors:
    trail.factor_changed(work, live.account, notice, live.session.agent)
    trail.notify(work, live.account, notice, live.session.agent)
    return _shown(work, live)


def _shown(work: AuthWork, live: Live) -> Factors:
    authenticator = work.session.get(Authenticator, live.account.id)
    allowed = live.policy.second_factors
    return Factors(
        authenticator_since=authenticator.added_at if authenticator else None,
        passkeys=[
            PasskeyItem(
                passkey_id=passkey.id,
                name=passkey.name,
                added_at=passkey.added_at,
                last_used_at=passkey.last_used_at,
            )
            for passkey in passkeys.of_account(work, live.account)
        ],
        recovery_codes_left=len(recovery.unused(work, live.account)),
        allowed=[factor for factor in ORDER if factor in allowed],
        proof_until=proofs.until(live) if proofs.until(live) > work.now else None,
    )
