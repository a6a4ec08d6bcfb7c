"""Who says they are asking: tokens in cookies from browsers, in a header from native clients.

A request that brings an `Authorization` header or calls itself native is judged by that header
alone, never by cookies: other sites can make a browser send cookies, but not these headers.
"""

import datetime
from typing import Any

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

SESSION_COOKIE = "__Host-redwell"
ATTEMPT_COOKIE = "__Host-redwell-sign-in"
DEVICE_COOKIE = "__Host-redwell-device"
NATIVE = ("redwell-client", "native")
DEVICE_HEADER = "redwell-device"


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """The client side of one request, as far as it says.

    `native` clients are given tokens in bodies, browsers never. `address` is an IP address.
    """

    native: bool
    agent: str
    address: str


def is_native(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Whether the tokens come, and are to go, by header and body instead of cookies."""
    name, value = NATIVE
    return "authorization" in connection.headers or connection.headers.get(name) == value


def token(connection: ASGIConnection[Any, Any, Any, Any], cookie: str) -> str:
    """The token of the request, or nothing; `cookie` is where a browser keeps this kind."""
    if is_native(connection):
        scheme, _, value = connection.headers.get("authorization", "").partition(" ")
        return value.strip() if scheme.lower() == "bearer" else ""
    return connection.cookies.get(cookie, "")


def client(request: Request[Any, Any, Any]) -> Client:
    """Who is asking, for routes that name `client`."""
    peer = request.scope["client"]
    return Client(
        native=is_native(request),
        agent=request.headers.get("user-agent", "")[:400],
        address=peer[0] if peer else "",
    )


def attempt_token(request: Request[Any, Any, Any]) -> str:
    """The token of the sign-in that was begun in this browser, for routes that name it."""
    return token(request, ATTEMPT_COOKIE)


def session_token(request: Request[Any, Any, Any]) -> str:
    """The token of the session, for routes that name it."""
    return token(request, SESSION_COOKIE)


def device_token(request: Request[Any, Any, Any]) -> str:
    """The token by which this device is remembered, if it is; a native client names it apart."""
    if is_native(request):
        return request.headers.get(DEVICE_HEADER, "")
    return request.cookies.get(DEVICE_COOKIE, "")


def kept(cookie: str, value: str, until: datetime.datetime | None = None) -> Cookie:
    """The cookie to set: for this host only, out of scripts' reach, for the browser's session.

    With `until` it outlives the browser's closing up to then.
    """
    now = datetime.datetime.now(datetime.UTC)
    age = int((until - now).total_seconds()) if until else None
    return Cookie(
        key=cookie, value=value, path="/", max_age=age, secure=True, httponly=True, samesite="lax"
    )


def dropped(cookie: str) -> Cookie:
    """The cookie that makes the browser forget."""
    return Cookie(
        key=cookie, value="", path="/", max_age=0, secure=True, httponly=True, samesite="lax"
    )
