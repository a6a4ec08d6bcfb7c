"""The session: who is signed in here, and signing out."""

from litestar import Response, delete, get

from contracts.calls import auth
from gateway.credentials import ATTEMPT_COOKIE, SESSION_COOKIE, dropped
from gateway.given import MySession, Rpc, Token


@get("/session", operation_id="getSession", tags=["session"])
async def get_session(session: MySession) -> auth.Session:
    """Who is signed in, as which persons at which firms, and until when."""
    return session


@delete("/session", operation_id="signOut", tags=["session"])
async def sign_out(rpc: Rpc, session_token: Token) -> Response[None]:
    """End this session."""
    await rpc.call("auth", "end_session", auth.EndSession(session_token=session_token), type(None))
    return Response(
        None, status_code=204, cookies=[dropped(SESSION_COOKIE), dropped(ATTEMPT_COOKIE)]
    )
