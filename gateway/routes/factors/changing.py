"""The account page: what the person signs in with. Changes ask for a fresh proof (`proof.py`)."""

import uuid

from litestar import Response
from litestar.params import FromPath

from contracts.calls import account, passkeys
from contracts.calls.auth import TotpSetup
from gateway.bodies import FromBody
from gateway.doors import signed_in
from gateway.request import PortalRequest


@signed_in.get("/account/factors")
async def get_factors(request: PortalRequest) -> Response[account.Factors]:
    """What the person can sign in with, and until when it may be changed."""
    return await request.ask(account.GetFactors)


@signed_in.post("/account/totp")
async def begin_totp_change(request: PortalRequest) -> Response[TotpSetup]:
    """The secret for another authenticator app; the old one stays until the new one is checked."""
    return await request.ask(account.BeginTotpChange)


@signed_in.post("/account/totp/check")
async def confirm_totp_change(
    request: PortalRequest, data: FromBody[account.ConfirmTotpChange]
) -> Response[account.Factors]:
    """The new authenticator's code; from now on only that one counts."""
    return await request.ask(data)


@signed_in.delete("/account/totp")
async def remove_totp(request: PortalRequest) -> Response[account.Factors]:
    """Remove the authenticator app, where another factor is left."""
    return await request.ask(account.RemoveTotp)


@signed_in.post("/account/recovery-codes")
async def make_recovery_codes(request: PortalRequest) -> Response[account.RecoveryCodes]:
    """New recovery codes in place of the old ones, shown this once."""
    return await request.ask(account.MakeRecoveryCodes)


@signed_in.post("/account/passkeys")
async def begin_passkey_add(request: PortalRequest) -> Response[passkeys.PasskeyOptions]:
    """Options for `navigator.credentials.create`."""
    return await request.ask(passkeys.BeginPasskeyAdd)


@signed_in.post("/account/passkeys/check")
async def finish_passkey_add(
    request: PortalRequest, data: FromBody[passkeys.FinishPasskeyAdd]
) -> Response[account.Factors]:
    """The passkey that was made."""
    return await request.ask(data)


@signed_in.put("/account/passkeys/{passkey_id:uuid}")
async def rename_passkey(
    request: PortalRequest, passkey_id: FromPath[uuid.UUID], data: FromBody[passkeys.RenamePasskey]
) -> Response[account.Factors]:
    """Call a passkey something else."""
    return await request.ask(data, passkey_id=passkey_id)


@signed_in.delete("/account/passkeys/{passkey_id:uuid}")
async def remove_passkey(
    request: PortalRequest, passkey_id: FromPath[uuid.UUID]
) -> Response[account.Factors]:
    """Remove a passkey, where another factor is left."""
    return await request.ask(passkeys.RemovePasskey, passkey_id=passkey_id)
