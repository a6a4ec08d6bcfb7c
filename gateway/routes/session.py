"""The session: who is signed in here, and signing out."""

from litestar import Response, delete, get

from contracts.calls import auth
from gateway.credentials import ATTEMPT_COOKIE, SESSION_COOKIE, dropped
from gateway.given import KnownSessions, MySession, Rpc, Token

NOTHING = type(None)


@get("/session", operation_id="getSession", tags=["session"])
async def get_session(session: MySession) -> auth.Session:
    """Who is signed in, as which persons at which firms, and until when."""
    return session


@delete("/session", operation_id="signOut", tags=["session"])
async def sign_out(
    rpc: Rpc, sessions: KnownSessions, session: MySession, session_token: Token
) -> Response[None]:
    """End this session."""
    await rpc.call("auth", "end_session", auth.EndSession(session_token=session_token), NOTHING)
    # The other processes hear of it from the broker; this one need not wait.
    sessions.forget([session.session_id])
    cookies = [dropped(SESSION_COOKIE), dropped(ATTEMPT_COOKIE)]
    return Response(None, status_code=204, cookies=cookies)
