"""A law firm with clients who really signed in: by firm events, e-mails and an authenticator."""

import dataclasses
import datetime
import re
import time
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import httpx
import pyotp

from contracts import ids
from contracts.events.contacts import ContactInvited
from contracts.events.matters import MatterOpened, MatterParticipantAdded
from contracts.events.messages import MessagePosted
from contracts.values import Kind
from firm.publisher import Publisher

T = TypeVar("T")
_PATIENCE = 120.0  # seconds: a busy machine, and e-mails that wait to be batched
STAFF = "nora"


@dataclasses.dataclass(frozen=True)
class Client:
    """A client of the firm who takes part in one matter, and is signed in.

    `audience_version`: of the conversation as they saw it last.
    """

    contact: str
    address: str
    matter: str
    conversation_id: uuid.UUID
    token: str
    audience_version: int = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Redwell-Client": "native"}


@dataclasses.dataclass(frozen=True)
class Town:
    """Where the firm's people do what they do: the addresses of a running stack."""

    portal: str
    mailbox: str


def open_matter(publisher: Publisher, matter: str, contacts: Iterable[str]) -> None:
    """A matter with an attorney and these clients, all invited, and a first message in it."""
    publisher.send(MatterOpened(matter_id=matter, title=f"Matter {matter}"))
    publisher.send(_admitted(matter, STAFF, "staff", "Attorney"))
    for contact in contacts:
        invite(publisher, matter, contact)
    say(publisher, matter, "Welcome.")


def invite(publisher: Publisher, matter: str, contact: str) -> None:
    """Invite the client and let them into the matter."""
    address = address_of(publisher.firm_id, contact)
    publisher.send(ContactInvited(contact_id=contact, name=contact.title(), email=address))
    admit(publisher, matter, contact)


def admit(publisher: Publisher, matter: str, contact: str) -> None:
    """Let the client into the matter."""
    publisher.send(_admitted(matter, contact, "client", "Client"))


def say(publisher: Publisher, matter: str, body: str) -> None:
    posted = MessagePosted(
        matter_id=matter,
        message_id=str(ids.new_id()),
        author_id=STAFF,
        body=body,
        posted_at=datetime.datetime.now(datetime.UTC),
    )
    publisher.send(posted)


def address_of(firm_id: str, contact: str) -> str:
    return f"{contact}@{firm_id}.example"


def sign_in_all(town: Town, firm_id: str, places: dict[str, str]) -> list[Client]:
    """Sign the clients in, a few at a time; `places`: contact to matter."""
    with ThreadPoolExecutor(4) as pool:
        walks = [pool.submit(sign_in, town, firm_id, *place) for place in places.items()]
        return [walk.result() for walk in walks]


def sign_in(town: Town, firm_id: str, contact: str, matter: str) -> Client:
    """Set the client's account up as a native client does, from the e-mail to the session."""
    address = address_of(firm_id, contact)
    with httpx.Client(base_url=town.portal, timeout=30) as http:
        http.headers["Redwell-Client"] = "native"
        link = _found_in_mail(town, address, rf"{re.escape(town.portal)}/\S*#(\S+)")
        _step(http, "", link=link)
        _step(http, "/code")
        _step(http, "/code/check", code=_found_in_mail(town, address, r"(?m)^(\d{8})\r?$"))
        secret = _step(http, "/totp")["secret"]
        _step(http, "/totp/check", code=pyotp.TOTP(secret).now())
        token = _step(http, "/recovery/kept")["session_token"]
    conversation = ids.conversation_id(firm_id, matter)
    client = Client(contact, address, matter, conversation, token)
    _await_conversation(town, client)
    return client


def wait_for(found: Callable[[], T | None], what: str, within: float = _PATIENCE) -> T:
    """The first value that is there; raises TimeoutError naming what was waited for."""
    until = time.monotonic() + within
    while (value := found()) is None:
        if time.monotonic() > until:
            raise TimeoutError(f"waited {within:.0f} s for {what}")
        time.sleep(0.1)
    return value


def emails_to(town: Town, address: str) -> list[dict[str, Any]]:
    """The e-mails that reached the local mailbox, as its REST API shows them."""
    params = {"envelope.to.address": address}
    found: list[dict[str, Any]] = _done(
        httpx.get(f"{town.mailbox}/api/email", params=params, timeout=30)
    )
    return found


def _found_in_mail(town: Town, address: str, pattern: str) -> str:
    def found() -> str | None:
        for mail in emails_to(town, address):
            if match := re.search(pattern, mail["text"]):
                return match.group(1)
        return None

    return wait_for(found, f"an e-mail to {address}")


def _await_conversation(town: Town, client: Client) -> None:
    url = f"{town.portal}/v1/conversations/{client.conversation_id}"

    def there() -> bool | None:
        return httpx.get(url, headers=client.headers, timeout=30).is_success or None

    wait_for(there, f"the conversation of {client.contact}")


def _step(http: httpx.Client, path: str, **given: str) -> Any:
    """Take a step of the sign-in, again where a busy machine let it end in a 503.

    A step that had been taken all the same is refused then; the next one tells. Each proof brings
    a new token to go on with.
    """
    answer = http.post(f"/v1/sign-in{path}", json=given or None)
    while answer.status_code == 503:
        time.sleep(1.0)
        answer = http.post(f"/v1/sign-in{path}", json=given or None)
        if answer.status_code in (409, 422, 429):
            return {}
    done = _done(answer)
    if token := done.get("attempt_token"):
        http.headers["Authorization"] = f"Bearer {token}"
    return done


def _admitted(matter: str, contact: str, kind: Kind, role: str) -> MatterParticipantAdded:
    return MatterParticipantAdded(
        matter_id=matter, contact_id=contact, name=contact.title(), kind=kind, role=role
    )


def _done(answer: httpx.Response) -> Any:
    if answer.is_error:
        raise RuntimeError(f"{answer.request.url.path} answered {answer.status_code}")
    return answer.json()
