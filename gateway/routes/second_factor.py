"""The second factor of a sign-in: authenticator app, passkey, recovery code, or none."""

from typing import Any

import msgspec
from litestar import Response, post
from litestar.params import JSONBody

from contracts.calls import auth, passkeys
from gateway.request import PortalRequest
from gateway.steps import SignInAnswer, walk_on

TAGS = ["sign-in"]


class EnteredCode(msgspec.Struct, frozen=True, kw_only=True):
    """`remember`: let this device stand for the mailbox later on."""

    code: auth.Code
    remember: bool = False


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """`remember`: let this device stand for the mailbox later on."""

    remember: bool = False


class NewPasskey(msgspec.Struct, frozen=True, kw_only=True):
    """`credential`: what `PublicKeyCredential.toJSON()` gives."""

    credential: dict[str, Any]
    name: passkeys.PasskeyName = "Passkey"


class UsedPasskey(msgspec.Struct, frozen=True, kw_only=True):
    """`credential`: what `PublicKeyCredential.toJSON()` gives."""

    credential: dict[str, Any]
    remember: bool = False


@post("/sign-in/totp", operation_id="beginTotp", tags=TAGS, status_code=200)
async def begin_totp(request: PortalRequest) -> Response[auth.TotpSetup]:
    """The secret for an authenticator app, the same one until this sign-in ends."""
    call = auth.BeginTotp(attempt_token=request.attempt_token)
    return await request.ask(call)


@post("/sign-in/totp/check", operation_id="checkTotp", tags=TAGS, status_code=200)
async def check_totp(request: PortalRequest, data: JSONBody[EnteredCode]) -> Response[SignInAnswer]:
    """The authenticator's code (RFC 6238), to confirm its set-up or to sign in."""
    call = auth.CheckTotp(
        attempt_token=request.attempt_token, code=data.code, remember=data.remember
    )
    return await walk_on(request, call)


@post("/sign-in/recovery/check", operation_id="checkRecoveryCode", tags=TAGS, status_code=200)
async def check_recovery_code(
    request: PortalRequest, data: JSONBody[EnteredCode]
) -> Response[SignInAnswer]:
    """One of the recovery codes in place of the second factor; each works once."""
    call = auth.CheckRecoveryCode(
        attempt_token=request.attempt_token, code=data.code, remember=data.remember
    )
    return await walk_on(request, call)


@post("/sign-in/recovery/kept", operation_id="keepRecoveryCodes", tags=TAGS, status_code=200)
async def keep_recovery_codes(
    request: PortalRequest, data: JSONBody[Kept | None] = None
) -> Response[SignInAnswer]:
    """The recovery codes are printed or copied; this ends the set-up."""
    remember = bool(data and data.remember)
    call = auth.KeepRecoveryCodes(attempt_token=request.attempt_token, remember=remember)
    return await walk_on(request, call)


@post("/sign-in/mailbox-alone", operation_id="useMailboxAlone", tags=TAGS, status_code=200)
async def use_mailbox_alone(request: PortalRequest) -> Response[SignInAnswer]:
    """Set up no second factor, where `factors` has `email`."""
    call = auth.UseMailboxAlone(attempt_token=request.attempt_token)
    return await walk_on(request, call)


@post("/sign-in/passkey/set-up", operation_id="beginPasskeySetup", tags=TAGS, status_code=200)
async def begin_passkey_setup(request: PortalRequest) -> Response[passkeys.PasskeyOptions]:
    """Options for `navigator.credentials.create`, in place of an authenticator app."""
    call = passkeys.BeginPasskeySetup(attempt_token=request.attempt_token)
    return await request.ask(call)


@post(
    "/sign-in/passkey/set-up/check", operation_id="finishPasskeySetup", tags=TAGS, status_code=200
)
async def finish_passkey_setup(
    request: PortalRequest, data: JSONBody[NewPasskey]
) -> Response[SignInAnswer]:
    """The passkey that was made."""
    call = passkeys.FinishPasskeySetup(
        attempt_token=request.attempt_token, credential=data.credential, name=data.name
    )
    return await walk_on(request, call)


@post("/sign-in/passkey", operation_id="beginPasskeySignIn", tags=TAGS, status_code=200)
async def begin_passkey_sign_in(request: PortalRequest) -> Response[passkeys.PasskeyOptions]:
    """Options for `navigator.credentials.get`."""
    call = passkeys.BeginPasskeySignIn(attempt_token=request.attempt_token)
    return await request.ask(call)


@post("/sign-in/passkey/check", operation_id="finishPasskeySignIn", tags=TAGS, status_code=200)
async def finish_passkey_sign_in(
    request: PortalRequest, data: JSONBody[UsedPasskey]
) -> Response[SignInAnswer]:
    """The passkey's answer; counts as both factors where the device verified its user."""
    call = passkeys.FinishPasskeySignIn(
        attempt_token=request.attempt_token, credential=data.credential, remember=data.remember
    )
    return await walk_on(request, call)
