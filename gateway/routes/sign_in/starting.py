"""Signing in: how it begins, and the proof of the mailbox. Reading a step changes nothing.

The page that a secure link opens reads the link from the URL's fragment and posts it here; so
neither a mail scanner's GET nor any server's log ever holds it.
"""

from litestar import Response

from contracts.calls import auth
from gateway.bodies import FromBody
from gateway.doors import anyone, signing_in
from gateway.request import PortalRequest
from gateway.steps import SignInAnswer, begun, walk_on


@anyone.post("/sign-in")
async def open_link(
    request: PortalRequest, data: FromBody[auth.StartSignIn]
) -> Response[SignInAnswer]:
    """Open a secure link in this browser: begin to sign in, or go on with what it already holds.

    With a live session of the right account the step is `done` at once. A native client sends the
    session that it holds, if any, and its device's token as `Redwell-Device`. With each step it may
    send that session as `Redwell-Session`: it ends when the new one begins, as in a browser.
    """
    # A native client's one token is its session's here.
    attempt = "" if request.native else request.attempt_token
    return begun(request, await request.call(data, attempt_token=attempt))


@anyone.post("/sign-in/address")
async def start_by_address(
    request: PortalRequest, data: FromBody[auth.StartByAddress]
) -> Response[SignInAnswer]:
    """Begin to sign in without a link. The answer does not tell whether the address is known."""
    return begun(request, await request.call(data))


@anyone.post("/sign-in/new-link")
async def request_link(
    request: PortalRequest, data: FromBody[auth.RequestLink]
) -> Response[auth.LinkSent]:
    """Send a new link in place of one that has expired, to the address that it was made for."""
    return await request.ask(data)


@signing_in.get("/sign-in")
async def get_sign_in(request: PortalRequest) -> SignInAnswer:
    """Where the sign-in of this browser stands."""
    return SignInAnswer(sign_in=await request.call(auth.GetSignIn))


@signing_in.post("/sign-in/code")
async def send_code(request: PortalRequest) -> SignInAnswer:
    """E-mail a one-time code to the address that the link was made for."""
    return SignInAnswer(sign_in=await request.call(auth.SendCode))


@signing_in.post("/sign-in/code/check")
async def check_code(
    request: PortalRequest, data: FromBody[auth.CheckCode]
) -> Response[SignInAnswer]:
    """Prove the mailbox by the code that came by e-mail."""
    return await walk_on(request, data)
