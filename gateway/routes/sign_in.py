"""Signing in: a walk through steps, bound to one browser. Reading a step changes nothing.

The page that a secure link opens reads the link from the URL's fragment and posts it here; so
neither a mail scanner's GET nor any server's log ever holds it.
"""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.params import JSONBody
from msgspec import UNSET, Meta, UnsetType

from contracts.calls import auth
from contracts.events.envelope import Moment
from gateway.calls import Calls
from gateway.credentials import ATTEMPT_COOKIE, SESSION_COOKIE, dropped, kept
from gateway.given import Asking, Rpc, Token

TAGS = ["sign-in"]


class OpenLink(msgspec.Struct, frozen=True, kw_only=True):
    """The secure link's fragment, without the `#`."""

    link: Annotated[str, Meta(min_length=20, max_length=2000)]


class EnteredCode(msgspec.Struct, frozen=True, kw_only=True):
    code: auth.Code


class SignInAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Where the sign-in now stands.

    The tokens are there for native clients only (`Redwell-Client: native`): browsers keep them in
    cookies that scripts cannot read. `expires_at`: when the session ends, once there is one.
    """

    sign_in: auth.SignIn
    expires_at: Moment | None = None
    attempt_token: str | UnsetType = UNSET
    session_token: str | UnsetType = UNSET


@post("/sign-in", operation_id="openLink", tags=TAGS, status_code=200)
async def open_link(
    rpc: Rpc, client: Asking, attempt_token: Token, session_token: Token, data: JSONBody[OpenLink]
) -> Response[SignInAnswer]:
    """Open a secure link in this browser: begin to sign in, or go on with what it already holds.

    With a live session of the right account the step is `done` at once. A native client names the
    session that it holds, if any.
    """
    call = auth.StartSignIn(
        link=data.link,
        agent=client.agent,
        address=client.address,
        session_token=session_token,
        attempt_token="" if client.native else attempt_token,
    )
    started = await rpc.call("auth", "start_sign_in", call, auth.SignInStarted)
    if not started.attempt_token:
        return Response(SignInAnswer(sign_in=started.sign_in))
    if client.native:
        answer = SignInAnswer(sign_in=started.sign_in, attempt_token=started.attempt_token)
        return Response(answer)
    cookie = kept(ATTEMPT_COOKIE, started.attempt_token)
    return Response(SignInAnswer(sign_in=started.sign_in), cookies=[cookie])


@get("/sign-in", operation_id="getSignIn", tags=TAGS)
async def get_sign_in(rpc: Rpc, attempt_token: Token) -> SignInAnswer:
    """Where the sign-in of this browser stands."""
    call = auth.GetSignIn(attempt_token=attempt_token)
    return SignInAnswer(sign_in=await rpc.call("auth", "get_sign_in", call, auth.SignIn))


@post("/sign-in/code", operation_id="sendCode", tags=TAGS, status_code=200)
async def send_code(rpc: Rpc, attempt_token: Token) -> SignInAnswer:
    """E-mail a one-time code to the address that the link was made for."""
    call = auth.SendCode(attempt_token=attempt_token)
    return SignInAnswer(sign_in=await rpc.call("auth", "send_code", call, auth.SignIn))


@post("/sign-in/code/check", operation_id="checkCode", tags=TAGS, status_code=200)
async def check_code(
    rpc: Rpc, client: Asking, attempt_token: Token, data: JSONBody[EnteredCode]
) -> Response[SignInAnswer]:
    """Prove the mailbox by the code that came by e-mail."""
    call = auth.CheckCode(attempt_token=attempt_token, code=data.code)
    return await walk_on(rpc, client, "check_code", call)


@post("/sign-in/totp", operation_id="beginTotp", tags=TAGS, status_code=200)
async def begin_totp(rpc: Rpc, attempt_token: Token) -> auth.TotpSetup:
    """The secret for an authenticator app, the same one until this sign-in ends."""
    call = auth.BeginTotp(attempt_token=attempt_token)
    return await rpc.call("auth", "begin_totp", call, auth.TotpSetup)


@post("/sign-in/totp/check", operation_id="checkTotp", tags=TAGS, status_code=200)
async def check_totp(
    rpc: Rpc, client: Asking, attempt_token: Token, data: JSONBody[EnteredCode]
) -> Response[SignInAnswer]:
    """The authenticator's code (RFC 6238), to confirm its set-up or to sign in."""
    call = auth.CheckTotp(attempt_token=attempt_token, code=data.code)
    return await walk_on(rpc, client, "check_totp", call)


@post("/sign-in/recovery/check", operation_id="checkRecoveryCode", tags=TAGS, status_code=200)
async def check_recovery_code(
    rpc: Rpc, client: Asking, attempt_token: Token, data: JSONBody[EnteredCode]
) -> Response[SignInAnswer]:
    """One of the recovery codes in place of the authenticator; each works once."""
    call = auth.CheckRecoveryCode(attempt_token=attempt_token, code=data.code)
    return await walk_on(rpc, client, "check_recovery_code", call)


@post("/sign-in/recovery/kept", operation_id="keepRecoveryCodes", tags=TAGS, status_code=200)
async def keep_recovery_codes(
    rpc: Rpc, client: Asking, attempt_token: Token
) -> Response[SignInAnswer]:
    """The recovery codes are printed or copied; this ends the set-up."""
    call = auth.KeepRecoveryCodes(attempt_token=attempt_token)
    return await walk_on(rpc, client, "keep_recovery_codes", call)


async def walk_on(
    rpc: Calls, client: Asking, method: str, call: msgspec.Struct
) -> Response[SignInAnswer]:
    """Take a step; at the last one the attempt's token gives way to the session's."""
    result = await rpc.call("auth", method, call, auth.SignInResult)
    answer = SignInAnswer(sign_in=result.sign_in, expires_at=result.expires_at)
    if result.session_token is None:
        return Response(answer)
    if client.native:
        return Response(msgspec.structs.replace(answer, session_token=result.session_token))
    session = kept(SESSION_COOKIE, result.session_token, result.expires_at)
    return Response(answer, cookies=[session, dropped(ATTEMPT_COOKIE)])
