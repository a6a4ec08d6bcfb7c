"""A law firm's side of a journey, by what a firm's IT has: the SDK and `redwell firm …`."""

import threading
import uuid
from pathlib import Path
from typing import Any, Self

import msgspec
from typer.testing import CliRunner

from backbone.testing import wait_for
from contracts import topology
from contracts.events.contacts import ContactInvited
from contracts.events.exchanges import FirmEvent
from contracts.events.matters import MatterClosed, MatterOpened, MatterParticipantAdded
from contracts.values import Kind
from firm.publisher import Publisher
from firm.settings import FirmSettings, load
from firm.watcher import Received, watch
from operations.main import app
from operations.provision import Stack

NAME = "Hartley & Rowe LLP"
CONTACT = "+1 212 555 0142"
MATTER = "Okafor v. Lakeside Property"
ATTORNEY = "Nora Hartley"


class Office:
    """A firm with one matter and one attorney; it watches what happens in the portal."""

    def __init__(
        self,
        firm_id: str,
        run: Path,
        name: str = NAME,
        matter: str = MATTER,
        accent: str = "#1f4f82",
    ) -> None:
        self.firm_id, self.name, self.matter, self._run = firm_id, name, matter, run
        self._accent = accent
        self.seen: list[dict[str, Any]] = []
        self._closed = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        named = ("--name", self.name, "--contact", CONTACT, "--accent", self._accent)
        self.command("add", self.firm_id, *named)
        self.publish(MatterOpened(matter_id="M-1", title=self.matter, number="24-117"))
        self.admit("nora", ATTORNEY, "Attorney", "staff")
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closed.set()
        self._give_back_its_key()

    def invite(self, contact: str, name: str, address: str) -> None:
        """Let a client in and into the matter."""
        self.admit(contact, name, "Client", "client")
        self.publish(ContactInvited(contact_id=contact, name=name, email=address))

    def admit(self, contact: str, name: str, role: str, kind: Kind, matter: str = "M-1") -> None:
        """Somebody takes part in a matter."""
        self.publish(
            MatterParticipantAdded(
                matter_id=matter, contact_id=contact, name=name, role=role, kind=kind
            )
        )

    def close_matter(self) -> None:
        self.publish(MatterClosed(matter_id="M-1"))

    def say(self, text: str) -> None:
        self.command("say", "M-1", text, "--as", "nora", "--firm", self.firm_id)

    def reset_factors(self, contact: str = "maria") -> None:
        """The firm has made sure, on the phone, that it is its client who lost everything."""
        self.command("reset-factors", contact, "--firm", self.firm_id)

    def set_policy(self, *options: str) -> None:
        self.command("policy", *options, "--firm", self.firm_id)

    def publish(self, event: FirmEvent) -> None:
        own = self.settings()
        with Publisher(own.firm_amqp_url, own.firm_id) as publisher:
            publisher.send(event)

    def settings(self) -> FirmSettings:
        """What the firm's own system has."""
        return load(environment={"REDWELL_RUN": str(self._run), "REDWELL_FIRM_ID": self.firm_id})

    def command(self, *words: str) -> None:
        """`redwell firm …`, without the second that a program of its own takes to start."""
        done = CliRunner(env={"REDWELL_RUN": str(self._run)}).invoke(app, ["firm", *words])
        assert done.exit_code == 0, f"{done.output}{done.exception!r}"

    def wait_to_see(self, event_type: str, **data: object) -> dict[str, Any]:
        """The first such event in the firm's queue with these members in its data."""
        return wait_for(lambda: self._seen(event_type, data), within=20)[0]

    def _seen(self, event_type: str, data: dict[str, object]) -> list[dict[str, Any]]:
        return [
            event
            for event in self.seen
            if event["type"] == event_type and data.items() <= event["data"].items()
        ]

    def _give_back_its_key(self) -> None:
        """The store goes through all users at each change of one: those of before would slow it."""
        stack = msgspec.json.decode((self._run / "stack.json").read_bytes(), type=Stack)
        iam, user = stack.s3.client("iam"), topology.firm_user(self.firm_id)
        iam.delete_user_policy(UserName=user, PolicyName="drop")
        for key in iam.list_access_keys(UserName=user)["AccessKeyMetadata"]:
            iam.delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])
        iam.delete_user(UserName=user)

    def _watch(self) -> None:
        own = self.settings()
        watch(own.firm_amqp_url, own.firm_id, self._note, until=self._closed.is_set)

    def _note(self, received: Received) -> None:
        self.seen.append(msgspec.json.decode(received.body))


def new_address() -> str:
    return f"maria-{uuid.uuid4().hex[:12]}@example.test"
