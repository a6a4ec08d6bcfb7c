"""Traffic that must survive: events and messages, each sent until it is acknowledged."""

import dataclasses
import datetime
import itertools
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import httpx

from bench.people import STAFF, Client, address_of
from contracts import events, ids
from contracts.events.contacts import ContactInvited
from contracts.events.exchanges import FirmEvent
from contracts.events.invoices import InvoiceIssued, PaymentRecorded
from contracts.events.matters import MatterParticipantAdded
from contracts.events.messages import MessagePosted
from contracts.events.tasks import TaskAssigned
from firm.publisher import NotPublished, Publisher
from tests.faults import due
from tests.faults.office import Office

DEADLINE = 10.0  # of one publish
PATIENCE = 180.0  # for one event, message or form to be acknowledged, across all its tries
FORM_EACH = 4  # of what a client sends


@dataclasses.dataclass
class Ledger:
    """What was acknowledged, and how long the slowest publish kept its caller waiting."""

    events: dict[str, str] = dataclasses.field(default_factory=dict)  # id: type
    firm_bodies: set[str] = dataclasses.field(default_factory=set)
    client_bodies: set[str] = dataclasses.field(default_factory=set)
    forms_sent: set[uuid.UUID] = dataclasses.field(default_factory=set)
    billed: set[str] = dataclasses.field(default_factory=set)  # invoices
    paid: set[str] = dataclasses.field(default_factory=set)  # of them, by one payment each
    invited: set[str] = dataclasses.field(default_factory=set)
    publishes_repeated: int = 0
    sends_repeated: int = 0
    slowest_publish: float = 0.0

    @property
    def by_clients(self) -> int:
        return len(self.client_bodies) + len(self.forms_sent)

    @property
    def acked(self) -> int:
        return len(self.events) + self.by_clients


class Traffic:
    """Sends in batches, so that each fault falls into the middle of one."""

    def __init__(self, office: Office, clients: list[Client]) -> None:
        self.ledger = Ledger()
        self._office = office
        self._clients = clients
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._stream = self._events()

    def through(self, fault: Callable[[], None], event_count: int, message_count: int) -> float:
        """Send a batch, let the fault happen in its midst, and return how long all of it took."""
        started = time.monotonic()
        before, half = self.ledger.acked, (event_count + message_count) // 3
        with ThreadPoolExecutor(1 + len(self._clients)) as pool:
            jobs = [pool.submit(self._publish_all, event_count)]
            shares = _shares(message_count, len(self._clients))
            for client, share in zip(self._clients, shares, strict=True):
                jobs.append(pool.submit(self._send_all, client, share))
            self._await(before + half, jobs)
            fault()
            for job in jobs:
                job.result()
        return time.monotonic() - started

    def _publish_all(self, count: int) -> None:
        with self._office.publisher() as publisher:
            for event in itertools.islice(self._stream, count):
                self._note_event(publish(publisher, event, self.ledger), event)

    def _events(self) -> Iterator[FirmEvent]:
        """New contacts let into the matters and asked to do something, invoices, payments and forms
        for their clients, and messages, in turn.
        """
        while True:
            client = self._clients[next(self._numbers) % len(self._clients)]
            matter = client.matter
            contact = f"guest-{next(self._numbers)}"
            address = address_of(self._office.firm_id, contact)
            yield ContactInvited(contact_id=contact, name="A Guest", email=address)
            yield MatterParticipantAdded(
                matter_id=matter, contact_id=contact, name="A Guest", kind="client", role="Client"
            )
            yield TaskAssigned(
                matter_id=matter,
                task_id=f"t-{next(self._numbers)}",
                author_id=STAFF,
                title="Sign the agreement",
                assignees=[contact],
            )
            yield from due.asked(client, next(self._numbers))
            for _ in range(5):
                number = next(self._numbers)
                yield MessagePosted(
                    matter_id=matter,
                    message_id=f"f-{number}",
                    author_id=STAFF,
                    body=f"The firm's message {number}",
                    posted_at=datetime.datetime.now(datetime.UTC),
                )

    def _note_event(self, event_id: str, event: FirmEvent) -> None:
        with self._lock:
            self.ledger.events[event_id] = event.type
            if isinstance(event, MessagePosted):
                self.ledger.firm_bodies.add(event.body)
            if isinstance(event, ContactInvited):
                self.ledger.invited.add(event.email)
            if isinstance(event, InvoiceIssued):
                self.ledger.billed.add(event.invoice_id)
            if isinstance(event, PaymentRecorded):
                self.ledger.paid.add(event.invoice_id)

    def _send_all(self, client: Client, count: int) -> None:
        """Messages, and now and then a form, where one waits."""
        with httpx.Client(base_url=self._office.town.portal, headers=client.headers) as http:
            version = 0
            for number in range(count):
                if number % FORM_EACH == 0 and (form_id := due.to_fill_in(http)):
                    self._fill_in(http, form_id)
                    continue
                body = f"{client.contact}'s message {uuid.uuid4()}"
                version = self._send(http, client, body, version)
                with self._lock:
                    self.ledger.client_bodies.add(body)

    def _fill_in(self, http: httpx.Client, form_id: uuid.UUID) -> None:
        until = time.monotonic() + PATIENCE
        sent = False
        while not sent:
            try:
                sent = due.filled_in(http, form_id)
            except httpx.TransportError:
                self.ledger.sends_repeated += 1
                time.sleep(0.5)
            assert time.monotonic() < until, "a form was never sent"
        with self._lock:
            self.ledger.forms_sent.add(form_id)

    def _send(self, http: httpx.Client, client: Client, body: str, version: int) -> int:
        """As a client does: the same id until the answer says that it stands.

        Asked about people who came meanwhile they agree; answers the version of the audience.
        """
        path = f"/v1/conversations/{client.conversation_id}/messages"
        key = {"Idempotency-Key": str(ids.new_id())}
        until = time.monotonic() + PATIENCE
        for pause in itertools.chain((0.1, 0.2, 0.5), itertools.repeat(1.0)):
            try:
                said = {"body": body, "audience_version": version}
                answer = http.post(path, json=said, headers=key, timeout=10)
                if answer.status_code == 201:
                    return version
                if answer.status_code == 409:
                    version = answer.json()["audience_version"]
                    continue
                assert answer.status_code in (502, 503), answer.text
            except httpx.TransportError:
                pass
            assert time.monotonic() < until, "a message was never acknowledged"
            self.ledger.sends_repeated += 1
            time.sleep(pause)
        raise AssertionError("there is always another pause")

    def _await(self, acked: int, jobs: "list[Future[None]]") -> None:
        """Until so many are acknowledged, or a sender has given up."""
        while self.ledger.acked < acked and not all(job.done() for job in jobs):
            time.sleep(0.01)


def publish(publisher: Publisher, event: FirmEvent, ledger: Ledger) -> str:
    """As a firm's system does: the same event until it is acknowledged; returns its id."""
    event_id = str(ids.new_id())
    body = events.encode(
        event,
        id=event_id,
        source="/tests",
        firm_id=publisher.firm_id,
        time=datetime.datetime.now(datetime.UTC),
    )
    until = time.monotonic() + PATIENCE
    while not _published(publisher, body, ledger):
        assert time.monotonic() < until, "an event was never acknowledged"
    return event_id


def _published(publisher: Publisher, body: bytes, ledger: Ledger) -> bool:
    started = time.monotonic()
    try:
        publisher.publish(body, deadline=DEADLINE)
    except NotPublished:
        ledger.publishes_repeated += 1
        return False
    finally:
        ledger.slowest_publish = max(ledger.slowest_publish, time.monotonic() - started)
    return True


def _shares(count: int, parts: int) -> list[int]:
    return [count // parts + (part < count % parts) for part in range(parts)]
