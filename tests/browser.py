"""A client that keeps what a browser keeps, for tests by HTTP."""

import dataclasses
import http.cookies
import ssl
import uuid
from typing import Any

import httpx

from contracts import ids
from tests import documented

# httpx would read all the world's certificates anew for each request, which takes 40 ms.
TLS = ssl.create_default_context()


@dataclasses.dataclass
class Browser:
    """Keeps cookies, and sends its own pages' `Origin` unless `origin` is another, or empty."""

    url: str
    cookies: dict[str, str] = dataclasses.field(default_factory=dict)
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    origin: str | None = None

    def at(self, url: str = "") -> "Browser":
        """The same session in another window, or at another gateway."""
        return Browser(url or self.url, cookies=dict(self.cookies), headers=dict(self.headers))

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        answer = httpx.request(
            method,
            self.url + path,
            headers=self.sent() | more.pop("headers", {}),
            timeout=15,
            verify=TLS,
            **more,
        )
        documented.check(answer)
        for line in answer.headers.get_list("set-cookie"):
            self._keep(line)
        return answer

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.request("GET", path, **more)

    def post(self, path: str, json: Any = None, **more: Any) -> httpx.Response:
        return self.request("POST", path, json=json, **more)

    def say(self, conversation_id: uuid.UUID, body: str) -> httpx.Response:
        """Send a message with an id of its own, to whoever reads the conversation now."""
        key = {"Idempotency-Key": str(ids.new_id())}
        path = f"/v1/conversations/{conversation_id}"
        version = self.get(path).json().get("audience_version", 0)
        sent = {"body": body, "audience_version": version}
        return self.post(f"{path}/messages", sent, headers=key)

    def sent(self) -> dict[str, str]:
        """The headers of its requests."""
        origin = self.url if self.origin is None else self.origin
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {"Origin": origin, "Cookie": cookies}
        return {name: value for name, value in own.items() if value} | self.headers

    def _keep(self, line: str) -> None:
        for name, morsel in http.cookies.SimpleCookie(line).items():
            if morsel["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value
