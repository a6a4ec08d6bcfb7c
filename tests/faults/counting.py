"""What became of all that was acknowledged, once everything has settled."""

import contextlib
import dataclasses
import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Set
from typing import Any, TypeVar

import httpx

from backbone.testing import wait_for
from bench.people import Client
from contracts import ids
from contracts.events.documents import DocumentReady, DocumentRefused
from contracts.events.forms import FormSubmitted
from contracts.events.messages import MessageSent
from contracts.events.rejections import EventRejected
from firm.watcher import Received, watch
from tests.faults import due
from tests.faults.office import Office
from tests.faults.traffic import Ledger

T = TypeVar("T")
SETTLES_WITHIN = 300.0  # on a machine that is busy with other things too
HEAD = f"{'':<24}{'acked':>8}{'applied':>8}{'lost':>8}{'doubled':>8}"


@dataclasses.dataclass(frozen=True)
class Count:
    """`excused`: copies that may be, as a program or a line died between sending and noting it.

    `seen`: what is on record of those that are doubled.
    """

    what: str
    acked: int
    lost: int
    doubled: int
    excused: int = 0
    seen: str = ""

    @property
    def sound(self) -> bool:
        return self.lost == 0 and self.doubled <= self.excused

    def __str__(self) -> str:
        figures = (self.acked, self.acked - self.lost, self.lost, self.doubled)
        return f"{self.what:<24}" + "".join(f"{figure:>8}" for figure in figures) + self.seen


@dataclasses.dataclass
class Heard:
    """The ids of the events about each message, by its body, each form that was sent, and each
    document; why events of the firm's own were rejected, by their ids.
    """

    messages: dict[str, set[str]] = dataclasses.field(default_factory=dict)
    forms: dict[uuid.UUID, set[str]] = dataclasses.field(default_factory=dict)
    documents: dict[uuid.UUID, set[str]] = dataclasses.field(default_factory=dict)
    rejected: dict[str, str] = dataclasses.field(default_factory=dict)

    def note(self, received: Received) -> None:
        if isinstance(received.event, MessageSent):
            self.messages.setdefault(received.event.body, set()).add(received.envelope.id)
        if isinstance(received.event, FormSubmitted):
            self.forms.setdefault(received.event.request_id, set()).add(received.envelope.id)
        if isinstance(received.event, DocumentReady | DocumentRefused):
            self.documents.setdefault(received.event.document_id, set()).add(received.envelope.id)
        if isinstance(received.event, EventRejected):
            self.rejected[received.event.event_id] = received.event.reason


def count_all(office: Office, clients: list[Client], ledger: Ledger) -> list[Count]:
    bodies = ledger.firm_bodies | ledger.client_bodies
    events = count_events(office, ledger)
    papers = {ids.paper_id(form_id, 1) for form_id in ledger.forms_sent}
    heard = listen(office, bodies, forms=ledger.forms_sent, documents=papers)
    return [
        events,
        count_messages(office, clients, bodies),
        count_facts(heard, bodies),
        *_due(office, clients, ledger),
        _counted("forms for the firm", ledger.forms_sent, _times(heard.forms)),
        _counted("PDFs of forms", papers, due.papers(office, clients)),
        _counted("PDFs for the firm", papers, _times(heard.documents)),
        _counted(
            "PDFs of invoices", {each.contact for each in clients}, due.bills(office, clients)
        ),
        _emails(office, ledger),
    ]


def count_events(office: Office, ledger: Ledger) -> Count:
    """An event counts as lost when a service that takes it never applied it."""
    lost = 0
    for service, types in office.taken_types().items():
        expected = [event_id for event_id, kind in ledger.events.items() if kind in types]
        lost = max(lost, len(expected) - _applied(office, service, expected))
    return Count("firm events", len(ledger.events), lost, doubled=0)


def _applied(office: Office, service: str, event_ids: list[str]) -> int:
    """How many it has applied, once it has applied all or had its time."""
    everything = Counter(applied=len(event_ids))
    _settle(lambda: office.states(service, event_ids) == everything)
    return office.states(service, event_ids)["applied"]


def count_messages(office: Office, clients: list[Client], bodies: set[str]) -> Count:
    """As the clients themselves read them; every message has words of its own."""
    found = Counter(body for client in clients for body in history(office, client))
    lost = sum(found[body] == 0 for body in bodies)
    return Count("messages", len(bodies), lost, sum(max(0, found[body] - 1) for body in bodies))


def history(office: Office, client: Client) -> list[str]:
    """What was said in the client's conversation, as they read it: the oldest first."""
    path = f"{office.town.portal}/v1/conversations/{client.conversation_id}/messages"
    bodies: list[str] = []
    before: str | None = ""
    while before is not None:
        params: dict[str, Any] = {"limit": 100, "before": before}
        page = httpx.get(path, params=params, headers=client.headers, timeout=30).json()
        bodies[:0] = [item["body"] for item in page["items"]]
        before = page["older"]
    return bodies


def _due(office: Office, clients: list[Client], ledger: Ledger) -> list[Count]:
    """As the clients themselves see it: what they owe, what was paid of it, what they have sent."""
    paid = due.paid(office, clients)
    return [
        _counted("invoices", ledger.billed, dict.fromkeys(paid, 1)),
        _counted("payments", ledger.paid, paid),
        _counted("forms", ledger.forms_sent, due.sent(office, clients)),
    ]


def _times(heard: Mapping[T, Set[str]]) -> Mapping[T, int]:
    return {of: len(events) for of, events in heard.items()}


def _counted(what: str, acked: Set[T], found: Mapping[T, int]) -> Count:
    """Each of them is to be found once, and nothing else."""
    lost = sum(not found.get(each) for each in acked)
    doubled = sum(number - (each in acked) for each, number in found.items() if number)
    return Count(what, len(acked), lost, doubled)


def listen(
    office: Office,
    bodies: set[str],
    rejected: frozenset[str] = frozenset(),
    forms: Set[uuid.UUID] = frozenset(),
    documents: Set[uuid.UUID] = frozenset(),
) -> Heard:
    """What the firm heard, once it has heard of all these."""
    heard = Heard()
    ends = time.monotonic() + SETTLES_WITHIN

    def enough() -> bool:
        return (
            bodies <= heard.messages.keys()
            and rejected <= heard.rejected.keys()
            and forms <= heard.forms.keys()
            and documents <= heard.documents.keys()
        )

    watch(
        office.amqp_url,
        office.firm_id,
        heard.note,
        until=lambda: enough() or time.monotonic() > ends,
    )
    return heard


def count_facts(heard: Heard, bodies: set[str]) -> Count:
    """What the firm heard of these messages; the same event coming twice is no second fact."""
    doubled = sum(len(heard.messages[body]) - 1 for body in bodies & heard.messages.keys())
    return Count("facts for the firm", len(bodies), len(bodies - heard.messages.keys()), doubled)


def _emails(office: Office, ledger: Ledger) -> Count:
    """One for each guest, sent or owed; a second copy is excused where the log knows of it."""
    _settle(lambda: ledger.invited <= {address for address, *_ in _log(office)})
    _settle(lambda: not _on_their_way(office))
    copies = _copies_in_mailbox(office)
    told: Counter[str] = Counter()
    log = [row for row in _log(office) if row[0] in ledger.invited]
    for address, message_id, state, *_ in log:
        told[address] += copies[message_id] if state == "sent" else 1
    lost = sum(told[address] == 0 for address in ledger.invited)
    doubled = told.total() - len(ledger.invited) + lost
    twice = (f"\n    {copies[row[1]]} copies: {row}" for row in log if told[row[0]] > 1)
    excused = sum(interrupted for *_, interrupted in log)
    return Count("e-mails", len(ledger.invited), lost, doubled, excused, "".join(twice))


def _log(office: Office) -> list[tuple[Any, ...]]:
    with office.database("notify") as connection:
        columns = "address, message_id, state, kind, attempts, reason, created_at, interrupted"
        query = f"SELECT {columns} FROM emails WHERE state <> 'failed'"
        return connection.execute(query).fetchall()


def _on_their_way(office: Office) -> bool:
    with office.database("notify") as connection:
        row = connection.execute(
            "SELECT EXISTS (SELECT FROM emails WHERE state IN ('queued', 'sending'))"
            " OR EXISTS (SELECT FROM alerts WHERE due_at < now())"
        ).fetchone()
    return bool(row and row[0])


def _copies_in_mailbox(office: Office) -> Counter[str]:
    """How many copies of each e-mail the mail server took, by Message-ID."""
    mails = httpx.get(f"{office.town.mailbox}/api/email", timeout=60).json()
    return Counter(mail["headers"]["message-id"] for mail in mails)


def _settle(condition: Callable[[], bool]) -> None:
    """Wait for it; where it does not come, the counts say what is missing."""
    with contextlib.suppress(AssertionError):
        wait_for(condition, within=SETTLES_WITHIN)
