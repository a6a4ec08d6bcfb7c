"""Who says they are asking: tokens in cookies from browsers, in a header from native clients.

A request that brings an `Authorization` header or calls itself native is judged by that header
alone, never by cookies: other sites can make a browser send cookies, but not these headers.
"""

import datetime
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

SESSION_COOKIE = "__Host-redwell"
ATTEMPT_COOKIE = "__Host-redwell-sign-in"
DEVICE_COOKIE = "__Host-redwell-device"

Connection = ASGIConnection[Any, Any, Any, Any]


def is_native(connection: Connection) -> bool:
    """Whether the tokens come, and are to go, by header and body instead of cookies."""
    return header(connection, b"authorization") != "" or header(connection, b"redwell-client") == (
        "native"
    )


def token(connection: Connection, cookie: str) -> str:
    """The token of the request, or nothing; `cookie` is where a browser keeps this kind."""
    if is_native(connection):
        scheme, _, value = header(connection, b"authorization").partition(" ")
        return _token(value.strip()) if scheme.lower() == "bearer" else ""
    return _token(connection.cookies.get(cookie, ""))


def device_token(connection: Connection) -> str:
    """The token by which this device is remembered, if it is; a native client names it apart."""
    if is_native(connection):
        return _token(header(connection, b"redwell-device"))
    return _token(connection.cookies.get(DEVICE_COOKIE, ""))


def earlier_session(connection: Connection) -> str:
    """The session's token beside that of a sign-in under way; a native client names it apart."""
    if is_native(connection):
        return _token(header(connection, b"redwell-session"))
    return _token(connection.cookies.get(SESSION_COOKIE, ""))


def meant_account(connection: Connection) -> str:
    """Whose session the request is meant for, where a page says so.

    A browser has one session for all its tabs: who signs in in one of them takes the others over,
    which were opened by, and show, and may have something to send of somebody else.
    """
    return header(connection, b"redwell-account")


def _token(text: str) -> str:
    """The text, if it may be one of auth's tokens; else there is no need to ask."""
    return text if 20 <= len(text) <= 200 and text.isascii() and text.isprintable() else ""


def header(connection: Connection, name: bytes) -> str:
    """The header's value, or nothing; without unpacking all the others."""
    found = (value for key, value in connection.scope["headers"] if key == name)
    return next(found, b"").decode("latin-1")


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
