"""Signing in: how it begins, and the proof of the mailbox. Reading a step changes nothing.

The page that a secure link opens reads the link from the URL's fragment and posts it here; so
neither a mail scanner's GET nor any server's log ever holds it.
"""

from typing import Annotated

import msgspec
from litestar import Response
from litestar.params import JSONBody
from msgspec import Meta

from contracts.calls import auth
from contracts.values import Address
from gateway.doors import anyone, signing_in
from gateway.request import PortalRequest
from gateway.steps import SignInAnswer, begun, walk_on


class SecureLink(msgspec.Struct, frozen=True, kw_only=True):
    """The secure link's fragment, without the `#`."""

    link: Annotated[str, Meta(min_length=20, max_length=2000)]


class TypedAddress(msgspec.Struct, frozen=True, kw_only=True):
    email: Address


class GivenCode(msgspec.Struct, frozen=True, kw_only=True):
    code: auth.Code


@anyone.post("/sign-in")
async def open_link(request: PortalRequest, data: JSONBody[SecureLink]) -> Response[SignInAnswer]:
    """Open a secure link in this browser: begin to sign in, or go on with what it already holds.

    With a live session of the right account the step is `done` at once. A native client sends the
    session that it holds, if any, and its device's token as `Redwell-Device`. With each step it may
    send that session as `Redwell-Session`: it ends when the new one begins, as in a browser.
    """
    call = auth.StartSignIn(
        link=data.link,
        agent=request.agent,
        address=request.address,
        session_token=request.session_token,
        attempt_token="" if request.native else request.attempt_token,
        device_token=request.device_token,
    )
    return begun(request, await request.rpc.call(call))


@anyone.post("/sign-in/address")
async def start_by_address(
    request: PortalRequest, data: JSONBody[TypedAddress]
) -> Response[SignInAnswer]:
    """Begin to sign in without a link. The answer does not tell whether the address is known."""
    call = auth.StartByAddress(
        email=data.email,
        agent=request.agent,
        address=request.address,
        device_token=request.device_token,
    )
    return begun(request, await request.rpc.call(call))


@anyone.post("/sign-in/new-link")
async def request_link(
    request: PortalRequest, data: JSONBody[SecureLink]
) -> Response[auth.LinkSent]:
    """Send a new link in place of one that has expired, to the address that it was made for."""
    call = auth.RequestLink(link=data.link, address=request.address)
    return await request.ask(call)


@signing_in.get("/sign-in")
async def get_sign_in(request: PortalRequest) -> SignInAnswer:
    """Where the sign-in of this browser stands."""
    call = auth.GetSignIn(attempt_token=request.attempt_token)
    return SignInAnswer(sign_in=await request.rpc.call(call))


@signing_in.post("/sign-in/code")
async def send_code(request: PortalRequest) -> SignInAnswer:
    """E-mail a one-time code to the address that the link was made for."""
    call = auth.SendCode(attempt_token=request.attempt_token)
    return SignInAnswer(sign_in=await request.rpc.call(call))


@signing_in.post("/sign-in/code/check")
async def check_code(request: PortalRequest, data: JSONBody[GivenCode]) -> Response[SignInAnswer]:
    """Prove the mailbox by the code that came by e-mail."""
    call = auth.CheckCode(attempt_token=request.attempt_token, code=data.code)
    return await walk_on(request, call)
