"""The account page: who the person is, and where they are signed in."""

import uuid
from typing import Literal

from litestar import Response
from litestar.params import FromPath, FromQuery

from contracts.calls import account
from contracts.calls.auth import Session
from gateway.bodies import FromBody
from gateway.credentials import ATTEMPT_COOKIE, DEVICE_COOKIE, SESSION_COOKIE, dropped
from gateway.doors import signed_in
from gateway.request import PortalRequest


@signed_in.put("/account/profile")
async def confirm_profile(
    request: PortalRequest, data: FromBody[account.ConfirmProfile]
) -> Response[Session]:
    """Name and time zone are right."""
    answer = await request.ask(data)
    request.parts.sessions.forget([request.auth.session.session_id])
    return answer


@signed_in.get("/account/sessions")
async def list_sessions(request: PortalRequest) -> Response[account.SignedInPlaces]:
    """Where the account is signed in, and which devices are remembered; newest use first."""
    return await request.ask(account.ListSessions)


@signed_in.delete("/account/sessions/{session_id:uuid}")
async def end_one_session(
    request: PortalRequest, session_id: FromPath[uuid.UUID]
) -> Response[account.SignedInPlaces]:
    """Sign out in one place."""
    answer = await request.ask(account.EndSessions, which="one", session_id=session_id)
    request.parts.sessions.forget([session_id])
    return answer


@signed_in.delete("/account/sessions")
async def end_sessions(
    request: PortalRequest, which: FromQuery[Literal["others", "all"]]
) -> Response[account.SignedInPlaces]:
    """Sign out in all other places, or everywhere; then every device is forgotten too."""
    answer = await request.ask(account.EndSessions, which=which)
    # Which ones ended is not known here; the other processes hear it from the broker.
    request.parts.sessions.forget_all()
    if which == "all":
        for cookie in (SESSION_COOKIE, DEVICE_COOKIE, ATTEMPT_COOKIE):
            answer.set_cookie(dropped(cookie))
    return answer


@signed_in.delete("/account/devices/{device_id:uuid}")
async def forget_device(
    request: PortalRequest, device_id: FromPath[uuid.UUID]
) -> Response[account.SignedInPlaces]:
    """A remembered device no longer stands for the mailbox."""
    return await request.ask(account.ForgetDevice, device_id=device_id)
