"""Second factors on the account page; each change needs a fresh proof and is told to the owner."""

import uuid

from contracts.calls import account as calls
from contracts.calls import passkeys as passkey_calls
from contracts.calls.auth import Factor, TotpSetup
from contracts.errors import LastFactor, NotFound, StepOutOfOrder
from contracts.events.accounts import Notice
from services.auth import passkeys, proofs, recovery, sessions, totp, trail
from services.auth.context import Context
from services.auth.models import Authenticator, Passkey
from services.auth.sessions import Live

ORDER: tuple[Factor, ...] = ("passkey", "totp", "email")


def show(ctx: Context, call: calls.GetFactors) -> calls.Factors:
    return _shown(ctx, sessions.require(ctx, call.session_token))


def begin_totp_change(ctx: Context, call: calls.BeginTotpChange) -> TotpSetup:
    live = proofs.require(ctx, call.session_token)
    if live.session.totp_pending is None:
        live.session.totp_pending = totp.fresh_secret(ctx)
    issuer = live.persons[0][1].name
    return totp.reveal(ctx, live.session.totp_pending, live.account.email, issuer)


def confirm_totp_change(ctx: Context, call: calls.ConfirmTotpChange) -> calls.Factors:
    live = proofs.require(ctx, call.session_token)
    pending = live.session.totp_pending
    if pending is None:
        raise StepOutOfOrder("Set up the authenticator first.")
    totp.count_try(ctx, live.account.address)
    used = totp.matching_step(ctx, pending, call.code)
    totp.forget_tries(ctx, live.account.address)
    totp.keep(ctx, live.account, pending, used)
    live.session.totp_pending = None
    return _changed(ctx, live, "authenticator_changed")


def remove_totp(ctx: Context, call: calls.RemoveTotp) -> calls.Factors:
    live = proofs.require(ctx, call.session_token)
    authenticator = ctx.db.get(Authenticator, live.account.id)
    if authenticator is None:
        raise NotFound()
    _keep_one(ctx, live, without=authenticator)
    ctx.db.delete(authenticator)
    return _changed(ctx, live, "authenticator_removed")


def make_recovery_codes(ctx: Context, call: calls.MakeRecoveryCodes) -> calls.RecoveryCodes:
    """Shown this once: here nobody is led back to them, so nothing is kept to be shown again."""
    live = proofs.require(ctx, call.session_token)
    recovery.make(ctx, live.account)
    codes = recovery.shown(ctx, live.account)
    recovery.keep(live.account)
    _changed(ctx, live, "recovery_codes_made")
    return calls.RecoveryCodes(codes=codes)


def begin_passkey_add(
    ctx: Context, call: passkey_calls.BeginPasskeyAdd
) -> passkey_calls.PasskeyOptions:
    live = proofs.require(ctx, call.session_token)
    known = passkeys.of_account(ctx, live.account)
    name = live.account.name or live.persons[0][0].name
    options = passkeys.offer_setup(ctx, live.session, live.account.email, name, known)
    return passkey_calls.PasskeyOptions(options=options)


def finish_passkey_add(ctx: Context, call: passkey_calls.FinishPasskeyAdd) -> calls.Factors:
    live = proofs.require(ctx, call.session_token)
    passkeys.add(ctx, live.session, live.account, call.credential, call.name)
    return _changed(ctx, live, "passkey_added")


def rename_passkey(ctx: Context, call: passkey_calls.RenamePasskey) -> calls.Factors:
    live = sessions.require(ctx, call.session_token)
    _own(ctx, live, call.passkey_id).name = call.name
    return _shown(ctx, live)


def remove_passkey(ctx: Context, call: passkey_calls.RemovePasskey) -> calls.Factors:
    live = proofs.require(ctx, call.session_token)
    passkey = _own(ctx, live, call.passkey_id)
    _keep_one(ctx, live, without=passkey)
    ctx.db.delete(passkey)
    return _changed(ctx, live, "passkey_removed")


def _own(ctx: Context, live: Live, passkey_id: uuid.UUID) -> Passkey:
    passkey = ctx.db.get(Passkey, passkey_id)
    if passkey is None or passkey.account_id != live.account.id:
        raise NotFound()
    return passkey


def _keep_one(ctx: Context, live: Live, without: Authenticator | Passkey) -> None:
    """Raises LastFactor when nothing would be left that the firms' policies let count."""
    keys = passkeys.of_account(ctx, live.account)
    counted = keys if "passkey" in live.policy.second_factors else []
    left = [ctx.db.get(Authenticator, live.account.id), *counted]
    if not [factor for factor in left if factor is not None and factor is not without]:
        raise LastFactor()


def _changed(ctx: Context, live: Live, notice: Notice) -> calls.Factors:
    trail.factor_changed(ctx, live.account, notice, live.session.agent)
    trail.notify(ctx, live.account, notice, live.session.agent)
    return _shown(ctx, live)


def _shown(ctx: Context, live: Live) -> calls.Factors:
    authenticator = ctx.db.get(Authenticator, live.account.id)
    allowed = live.policy.second_factors
    return calls.Factors(
        authenticator_since=authenticator.added_at if authenticator else None,
        passkeys=[
            calls.PasskeyItem(
                passkey_id=passkey.id,
                name=passkey.name,
                added_at=passkey.added_at,
                last_used_at=passkey.last_used_at,
            )
            for passkey in passkeys.of_account(ctx, live.account)
        ],
        recovery_codes_left=len(recovery.unused(ctx, live.account)),
        allowed=[factor for factor in ORDER if factor in allowed],
        proof_until=proofs.until(live) if proofs.until(live) > ctx.now else None,
    )
