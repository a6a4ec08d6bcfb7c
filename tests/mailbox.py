"""The e-mails that reached the local mailbox, as a person's mail program would read them."""

import email
import email.policy
import time
from email.message import EmailMessage

import httpx


class Mailbox:
    """The mailbox's REST API. Addresses are the tests' own, so nothing needs emptying."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=f"{url}/api", timeout=10)

    def of(self, address: str) -> list[EmailMessage]:
        """What has come for the address, in order of arrival."""
        found = self._http.get("/email", params={"envelope.to.address": address})
        sources = [self._http.get(f"/email/{each['id']}/source") for each in found.json()]
        return [parse(each.content) for each in sources]

    def wait_for(self, address: str, count: int = 1, seconds: float = 20) -> list[EmailMessage]:
        """The e-mails once there are `count`; AssertionError when that takes too long."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            if len(found := self.of(address)) >= count:
                return found
            time.sleep(0.1)
        raise AssertionError(f"{len(self.of(address))} of {count} e-mails came in {seconds} s")


def text(message: EmailMessage) -> str:
    return _part(message, "plain")


def html(message: EmailMessage) -> str:
    return _part(message, "html")


def parse(source: bytes) -> EmailMessage:
    """An e-mail as it travels."""
    message = email.message_from_bytes(source, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())
