"""The session: who is signed in here, and signing out."""

from litestar import Response

from contracts.calls import auth
from gateway.credentials import ATTEMPT_COOKIE, SESSION_COOKIE, dropped
from gateway.doors import signed_in
from gateway.request import PortalRequest


@signed_in.get("/session")
async def get_session(request: PortalRequest) -> auth.Session:
    """Who is signed in, as which persons at which firms, and until when."""
    # Asked anew each time: the name may have been changed a moment ago by way of another process.
    return (await request.parts.sessions.resolve_anew(request.session_token)).session


@signed_in.delete("/session", status_code=204)
async def sign_out(request: PortalRequest) -> Response[None]:
    """End this session."""
    await request.call(auth.EndSession)
    # The other processes hear of it from the broker; this one need not wait.
    request.parts.sessions.forget([request.auth.session.session_id])
    return Response(None, cookies=[dropped(SESSION_COOKIE), dropped(ATTEMPT_COOKIE)])
