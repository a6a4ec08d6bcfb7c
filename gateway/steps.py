"""A sign-in's step taken, and what the browser or the native client is to keep of it."""

from typing import TypeAlias

import msgspec
from litestar import Response
from litestar.datastructures import Cookie
from msgspec import UNSET, UnsetType

from contracts.calls import auth
from contracts.values import Moment
from gateway.bodies import FromBody
from gateway.credentials import (
    ATTEMPT_COOKIE,
    DEVICE_COOKIE,
    SESSION_COOKIE,
    dropped,
    kept,
)
from gateway.request import PortalRequest

Step: TypeAlias = type[auth.TakeStep] | FromBody[auth.TakeStep]


class SignInAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Where the sign-in now stands.

    The tokens are there for native clients only (`Redwell-Client: native`): browsers keep them in
    cookies that scripts cannot read. Each proof brings a new `attempt_token`, which alone goes on;
    with the last one comes the `session_token` instead. `expires_at`: when the session ends, once
    there is one.
    """

    sign_in: auth.SignIn
    expires_at: Moment | None = None
    attempt_token: str | UnsetType = UNSET
    session_token: str | UnsetType = UNSET
    device_token: str | UnsetType = UNSET


def begun(request: PortalRequest, started: auth.SignInStarted) -> Response[SignInAnswer]:
    """The answer to a sign-in that began, or that a live session made needless."""
    answer = SignInAnswer(sign_in=started.sign_in)
    if not started.attempt_token:
        return Response(answer)
    if request.native:
        return Response(msgspec.structs.replace(answer, attempt_token=started.attempt_token))
    return Response(answer, cookies=[kept(ATTEMPT_COOKIE, started.attempt_token)])


async def walk_on(request: PortalRequest, step: Step) -> Response[SignInAnswer]:
    """Take a step; at the last one the attempt's token gives way to the session's.

    The session that was here before goes with it, which the gateway hears of from the broker.
    """
    result = await request.call(step, session_token=request.earlier_session)
    answer = SignInAnswer(sign_in=result.sign_in, expires_at=result.expires_at)
    if request.native:
        return Response(_with_tokens(answer, result))
    return Response(answer, cookies=_cookies(result))


def _with_tokens(answer: SignInAnswer, result: auth.SignInResult) -> SignInAnswer:
    return msgspec.structs.replace(
        answer,
        attempt_token=result.attempt_token or UNSET,
        session_token=result.session_token or UNSET,
        device_token=result.device_token or UNSET,
    )


def _cookies(result: auth.SignInResult) -> list[Cookie]:
    cookies = []
    if result.attempt_token:
        cookies.append(kept(ATTEMPT_COOKIE, result.attempt_token))
    if result.session_token:
        cookies += [
            kept(SESSION_COOKIE, result.session_token, result.expires_at),
            dropped(ATTEMPT_COOKIE),
        ]
    if result.device_token:
        cookies.append(kept(DEVICE_COOKIE, result.device_token, result.device_expires_at))
    return cookies
