"""What a page asks the portal, asked in its browser's name, with its cookies, and without it."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import APIRequestContext


@dataclass(frozen=True)
class Asking:
    requests: APIRequestContext
    portal: str

    def post(self, path: str, **body: object) -> Any:
        return self._ask("POST", path, body)

    def put(self, path: str, **body: object) -> Any:
        return self._ask("PUT", path, body)

    def _ask(self, method: str, path: str, body: dict[str, object]) -> Any:
        answer = self.requests.fetch(
            f"{self.portal}/v1{path}", method=method, data=body, headers={"Origin": self.portal}
        )
        assert answer.ok, answer.text()
        return answer.json()
