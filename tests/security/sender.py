"""Sends any request to any route by one lasting connection, as whoever may come in there."""

from collections.abc import Mapping
from typing import Any, ClassVar

import httpx

from tests.browser import TLS
from tests.security.matrix import Route

NOBODYS = "x" * 43  # a token
ENDING = ("signOut", "endSessions")  # what the others still need


class Sender:
    """`tokens`: of a session, and of a sign-in under way, by what a route needs."""

    # Told by a proxy, so that others' tries from this machine do not count.
    network: ClassVar[dict[str, str]] = {"x-forwarded-for": "192.0.2.7"}

    def __init__(self, url: str, tokens: Mapping[str, str]) -> None:
        own = {"content-type": "application/json", "origin": url} | self.network
        self.client = httpx.Client(base_url=url, headers=own, verify=TLS, timeout=15)
        self._tokens = tokens

    def send(
        self, route: Route, body: Any = None, query: str = "", headers: Mapping[str, Any] = {}
    ) -> httpx.Response:
        own = {name.lower(): value for name, value in route.row.headers.items()} | dict(headers)
        if "cookie" not in own:
            own = {"authorization": self.bearer(route)} | own
        path = route.at().partition("?")[0]
        query = query or route.row.query
        return self.client.request(route.method, f"{path}?{query}", content=body, headers=own)

    def bearer(self, route: Route) -> str:
        token = NOBODYS if route.name in ENDING else self._tokens.get(route.needs, NOBODYS)
        return f"Bearer {token}"
