"""The second factor of a sign-in: authenticator app, passkey, recovery code, or none."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import JSONBody

from contracts.calls import auth, passkeys
from gateway.doors import signing_in
from gateway.request import PortalRequest
from gateway.steps import SignInAnswer, walk_on


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


@signing_in.post("/sign-in/totp")
async def begin_totp(request: PortalRequest) -> Response[auth.TotpSetup]:
    """The secret for an authenticator app, the same one until this sign-in ends."""
    call = auth.BeginTotp(attempt_token=request.attempt_token)
    return await request.ask(call)


@signing_in.post("/sign-in/totp/check")
async def check_totp(request: PortalRequest, data: JSONBody[EnteredCode]) -> Response[SignInAnswer]:
    """The authenticator's code (RFC 6238), to confirm its set-up or to sign in."""
    call = auth.CheckTotp(
        attempt_token=request.attempt_token, code=data.code, remember=data.remember
    )
    return await walk_on(request, call)


@signing_in.post("/sign-in/recovery/check")
async def check_recovery_code(
    request: PortalRequest, data: JSONBody[EnteredCode]
) -> Response[SignInAnswer]:
    """One of the recovery codes in place of the second factor; each works once."""
    call = auth.CheckRecoveryCode(
        attempt_token=request.attempt_token, code=data.code, remember=data.remember
    )
    return await walk_on(request, call)


@signing_in.post("/sign-in/recovery/kept")
async def keep_recovery_codes(
    request: PortalRequest, data: JSONBody[Kept | None] = None
) -> Response[SignInAnswer]:
    """The recovery codes are printed or copied; this ends the set-up."""
    remember = bool(data and data.remember)
    call = auth.KeepRecoveryCodes(attempt_token=request.attempt_token, remember=remember)
    return await walk_on(request, call)


@signing_in.post("/sign-in/mailbox-alone")
async def use_mailbox_alone(request: PortalRequest) -> Response[SignInAnswer]:
    """Set up no second factor, where `factors` has `email`."""
    call = auth.UseMailboxAlone(attempt_token=request.attempt_token)
    return await walk_on(request, call)


@signing_in.post("/sign-in/passkey/set-up")
async def begin_passkey_setup(request: PortalRequest) -> Response[passkeys.PasskeyOptions]:
    """Options for `navigator.credentials.create`, in place of an authenticator app."""
    call = passkeys.BeginPasskeySetup(attempt_token=request.attempt_token)
    return await request.ask(call)


@signing_in.post("/sign-in/passkey/set-up/check")
async def finish_passkey_setup(
    request: PortalRequest, data: JSONBody[NewPasskey]
) -> Response[SignInAnswer]:
    """The passkey that was made."""
    call = passkeys.FinishPasskeySetup(
        attempt_token=request.attempt_token, credential=data.credential, name=data.name
    )
    return await walk_on(request, call)


@signing_in.post("/sign-in/passkey")
async def begin_passkey_sign_in(request: PortalRequest) -> Response[passkeys.PasskeyOptions]:
    """Options for `navigator.credentials.get`."""
    call = passkeys.BeginPasskeySignIn(attempt_token=request.attempt_token)
    return await request.ask(call)


@signing_in.post("/sign-in/passkey/check")
async def finish_passkey_sign_in(
    request: PortalRequest, data: JSONBody[UsedPasskey]
) -> Response[SignInAnswer]:
    """The passkey's answer; counts as both factors where the device verified its user."""
    call = passkeys.FinishPasskeySignIn(
        attempt_token=request.attempt_token, credential=data.credential, remember=data.remember
    )
    return await walk_on(request, call)
