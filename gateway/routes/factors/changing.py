"""The account page: what the person signs in with. Changes ask for a fresh proof (`proof.py`)."""

import uuid

import msgspec
from litestar import Response
from litestar.params import FromPath, JSONBody

from contracts.calls import account, passkeys
from contracts.calls.auth import TotpSetup
from gateway.doors import signed_in
from gateway.request import PortalRequest
from gateway.routes.sign_in.second_factor import NewPasskey
from gateway.routes.sign_in.starting import GivenCode


class PasskeyTitle(msgspec.Struct, frozen=True, kw_only=True):
    name: passkeys.PasskeyName


@signed_in.get("/account/factors")
async def get_factors(request: PortalRequest) -> Response[account.Factors]:
    """What the person can sign in with, and until when it may be changed."""
    call = account.GetFactors(session_token=request.session_token)
    return await request.ask(call)


@signed_in.post("/account/totp")
async def begin_totp_change(request: PortalRequest) -> Response[TotpSetup]:
    """The secret for another authenticator app; the old one stays until the new one is checked."""
    call = account.BeginTotpChange(session_token=request.session_token)
    return await request.ask(call)


@signed_in.post("/account/totp/check")
async def confirm_totp_change(
    request: PortalRequest, data: JSONBody[GivenCode]
) -> Response[account.Factors]:
    """The new authenticator's code; from now on only that one counts."""
    call = account.ConfirmTotpChange(session_token=request.session_token, code=data.code)
    return await request.ask(call)


@signed_in.delete("/account/totp")
async def remove_totp(request: PortalRequest) -> Response[account.Factors]:
    """Remove the authenticator app, where another factor is left."""
    call = account.RemoveTotp(session_token=request.session_token)
    return await request.ask(call)


@signed_in.post("/account/recovery-codes")
async def make_recovery_codes(request: PortalRequest) -> Response[account.RecoveryCodes]:
    """New recovery codes in place of the old ones, shown this once."""
    call = account.MakeRecoveryCodes(session_token=request.session_token)
    return await request.ask(call)


@signed_in.post("/account/passkeys")
async def begin_passkey_add(request: PortalRequest) -> Response[passkeys.PasskeyOptions]:
    """Options for `navigator.credentials.create`."""
    call = passkeys.BeginPasskeyAdd(session_token=request.session_token)
    return await request.ask(call)


@signed_in.post("/account/passkeys/check")
async def finish_passkey_add(
    request: PortalRequest, data: JSONBody[NewPasskey]
) -> Response[account.Factors]:
    """The passkey that was made."""
    call = passkeys.FinishPasskeyAdd(
        session_token=request.session_token, credential=data.credential, name=data.name
    )
    return await request.ask(call)


@signed_in.put("/account/passkeys/{passkey_id:uuid}")
async def rename_passkey(
    request: PortalRequest, passkey_id: FromPath[uuid.UUID], data: JSONBody[PasskeyTitle]
) -> Response[account.Factors]:
    """Call a passkey something else."""
    call = passkeys.RenamePasskey(
        session_token=request.session_token, passkey_id=passkey_id, name=data.name
    )
    return await request.ask(call)


@signed_in.delete("/account/passkeys/{passkey_id:uuid}")
async def remove_passkey(
    request: PortalRequest, passkey_id: FromPath[uuid.UUID]
) -> Response[account.Factors]:
    """Remove a passkey, where another factor is left."""
    call = passkeys.RemovePasskey(session_token=request.session_token, passkey_id=passkey_id)
    return await request.ask(call)
