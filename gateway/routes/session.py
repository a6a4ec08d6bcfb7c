"""The session: who is signed in here, and signing out."""

from litestar import Response, delete, get

from contracts.calls import auth
from gateway.credentials import ATTEMPT_COOKIE, SESSION_COOKIE, dropped
from gateway.request import PortalRequest

NOTHING = type(None)


@get("/session", operation_id="getSession", tags=["session"])
async def get_session(request: PortalRequest) -> auth.Session:
    """Who is signed in, as which persons at which firms, and until when."""
    # Asked anew each time: the name may have been changed a moment ago by way of another process.
    return (await request.parts.sessions.resolve_anew(request.session_token)).session


@delete("/session", operation_id="signOut", tags=["session"])
async def sign_out(request: PortalRequest) -> Response[None]:
    """End this session."""
    await request.rpc.call(auth.EndSession(session_token=request.session_token))
    # The other processes hear of it from the broker; this one need not wait.
    request.parts.sessions.forget([request.auth.session.session_id])
    cookies = [dropped(SESSION_COOKIE), dropped(ATTEMPT_COOKIE)]
    return Response(None, status_code=204, cookies=cookies)
