"""The second factor of a sign-in: authenticator app, passkey, recovery code, or none."""

from litestar import Response

from contracts.calls import auth, passkeys
from gateway.bodies import FromBody
from gateway.doors import signing_in
from gateway.request import PortalRequest
from gateway.steps import SignInAnswer, walk_on


@signing_in.post("/sign-in/totp")
async def begin_totp(request: PortalRequest) -> Response[auth.TotpSetup]:
    """The secret for an authenticator app, the same one until this sign-in ends."""
    return await request.ask(auth.BeginTotp)


@signing_in.post("/sign-in/totp/check")
async def check_totp(
    request: PortalRequest, data: FromBody[auth.CheckTotp]
) -> Response[SignInAnswer]:
    """The authenticator's code (RFC 6238), to confirm its set-up or to sign in."""
    return await walk_on(request, data)


@signing_in.post("/sign-in/recovery/check")
async def check_recovery_code(
    request: PortalRequest, data: FromBody[auth.CheckRecoveryCode]
) -> Response[SignInAnswer]:
    """One of the recovery codes in place of the second factor; each works once."""
    return await walk_on(request, data)


@signing_in.post("/sign-in/recovery/kept")
async def keep_recovery_codes(
    request: PortalRequest, data: FromBody[auth.KeepRecoveryCodes] | None = None
) -> Response[SignInAnswer]:
    """The recovery codes are printed or copied; this ends the set-up."""
    return await walk_on(request, data or auth.KeepRecoveryCodes)


@signing_in.post("/sign-in/mailbox-alone")
async def use_mailbox_alone(request: PortalRequest) -> Response[SignInAnswer]:
    """Set up no second factor, where `factors` has `email`."""
    return await walk_on(request, auth.UseMailboxAlone)


@signing_in.post("/sign-in/passkey/set-up")
async def begin_passkey_setup(request: PortalRequest) -> Response[passkeys.PasskeyOptions]:
    """Options for `navigator.credentials.create`, in place of an authenticator app."""
    return await request.ask(passkeys.BeginPasskeySetup)


@signing_in.post("/sign-in/passkey/set-up/check")
async def finish_passkey_setup(
    request: PortalRequest, data: FromBody[passkeys.FinishPasskeySetup]
) -> Response[SignInAnswer]:
    """The passkey that was made."""
    return await walk_on(request, data)


@signing_in.post("/sign-in/passkey")
async def begin_passkey_sign_in(request: PortalRequest) -> Response[passkeys.PasskeyOptions]:
    """Options for `navigator.credentials.get`."""
    return await request.ask(passkeys.BeginPasskeySignIn)


@signing_in.post("/sign-in/passkey/check")
async def finish_passkey_sign_in(
    request: PortalRequest, data: FromBody[passkeys.FinishPasskeySignIn]
) -> Response[SignInAnswer]:
    """The passkey's answer; counts as both factors where the device verified its user."""
    return await walk_on(request, data)
