"""Whatever a firm's system sends ends applied or parked with a reason, and the queue goes on."""

import contextlib
import dataclasses
import datetime
import json
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest

from backbone.testing import wait_for
from bench.people import open_matter, sign_in
from contracts import events, ids, topology
from contracts.events.appointments import AppointmentScheduled
from contracts.events.contacts import ContactInvited
from contracts.events.envelope import CONTENT_TYPE
from contracts.events.exchanges import FirmEvent
from contracts.events.forms import FormPublished
from contracts.events.invoices import BillTo, InvoiceIssued, InvoiceLine
from contracts.events.matters import MatterOpened, MatterParticipantAdded, MatterUpdated
from contracts.events.messages import MessagePosted
from contracts.events.rejections import EventRejected
from contracts.events.tasks import TaskAssigned
from contracts.forms.conditions import Is
from contracts.forms.questions import Definition, Page, Section, YesNoQuestion
from firm.channel import ConfirmingChannel, Refused
from firm.watcher import Received, watch
from tests.faults.office import Office
from tests.own_stack import Stack

OPENED = MatterOpened(matter_id="m-1", title="Okafor v. Lakeside Property")
BILLED = InvoiceIssued(
    matter_id="m-1",
    invoice_id="i-1",
    number="1",
    issued_on=datetime.date(2026, 11, 20),
    currency="USD",
    lines=[InvoiceLine(kind="fee", description="Work", amount="480.00")],
    subtotal="480.00",
    total="480.00",
    bill_to=[BillTo(contact_id="maria")],
)
INVITED = ContactInvited(contact_id="maria", name="Maria", email="maria@example.com")
MEETING = AppointmentScheduled(
    matter_id="m-1",
    appointment_id="a-1",
    author_id="nora",
    title="Meeting",
    starts="2027-03-14T10:00",
    ends="2027-03-14T11:00",
    time_zone="America/Chicago",
    participants=["maria"],
)
TASK = TaskAssigned(
    matter_id="m-1",
    task_id="t-1",
    author_id="nora",
    title="Sign it",
    assignees=["maria"],
    due=datetime.date(2027, 3, 14),
)
WITHIN = 60.0


@dataclasses.dataclass
class Poison:
    """A message as it goes out; made from a good one by spoiling a part of it.

    `key`: the event type in the routing key. `user_id`: what the message claims; None says nothing.
    `after`: the good event that comes before it. `by`: the service that answers for it.
    """

    body: bytes
    says: str
    key: str = OPENED.type
    content_type: str = CONTENT_TYPE
    user_id: str | None = ""
    after: bytes = b""
    by: str = "matters"


def good(firm_id: str, event: FirmEvent = OPENED, event_id: str = "") -> bytes:
    return events.encode(
        event,
        id=event_id or str(ids.new_id()),
        source="/tests",
        firm_id=firm_id,
        time=datetime.datetime.now(datetime.UTC),
    )


def spoilt(firm_id: str, **members: Any) -> bytes:
    return json.dumps(json.loads(good(firm_id)) | members).encode()


def meeting(**other: str) -> AppointmentScheduled:
    return msgspec.structs.replace(MEETING, **other)


def form(*questions: YesNoQuestion) -> FormPublished:
    page = Page(id="you", title={"en": "You"}, sections=[Section(questions=list(questions))])
    definition = Definition(languages=["en"], title={"en": "New client"}, pages=[page])
    return FormPublished(form_id="new-client", version="1", definition=definition)


def question(id: str, after: str = "") -> YesNoQuestion:
    """`after`: it is asked once this one is answered with yes."""
    asked_if = Is(question=after, value=True) if after else None
    return YesNoQuestion(id=id, label={"en": "Are you married?"}, asked_if=asked_if)


POISONS: dict[str, Callable[[str], Poison]] = {
    "bad JSON": lambda _: Poison(b'{"specversion": "1.0", ', "breaks off in the middle"),
    "no JSON at all": lambda _: Poison(bytes(range(256)), "no JSON from byte 0 on"),
    "wrong content type": lambda firm_id: Poison(
        good(firm_id), "The content type is 'text/plain'", content_type="text/plain"
    ),
    "unknown type": lambda firm_id: Poison(
        spoilt(firm_id, type="matter.exploded"), "'matter.exploded' is not known", "matter.exploded"
    ),
    "unknown version": lambda firm_id: Poison(spoilt(firm_id, specversion="9.0"), "specversion"),
    "data of another shape": lambda firm_id: Poison(
        spoilt(firm_id, data={"matter_id": 7}), "'matter_id' must be text"
    ),
    "wrong firm": lambda firm_id: Poison(
        spoilt(firm_id, firmid="someone-else"), "names the firm 'someone-else'"
    ),
    "another type than its key": lambda firm_id: Poison(
        good(firm_id), "its routing key says 'matter.closed'", "matter.closed"
    ),
    "no user": lambda firm_id: Poison(good(firm_id), "user_id is not set", user_id=None),
    "5 MB": lambda firm_id: Poison(
        spoilt(firm_id, data={"matter_id": "m-1", "title": "x" * 5_000_000}), "the limit is 262,144"
    ),
    "a Latin-1 byte": lambda firm_id: Poison(
        good(firm_id).replace(b"Okafor", b"M\xfcller"), "bytes that are no UTF-8"
    ),
    "brackets, two thousand deep": lambda firm_id: Poison(
        good(firm_id).replace(b'"Okafor v. Lakeside Property"', b"[" * 2000 + b"]" * 2000),
        "not a CloudEvent 1.0",
    ),
    "a moment before time began": lambda firm_id: Poison(
        spoilt(firm_id, time="0001-01-01T00:00:00+01:00"), "'time' lies outside the years"
    ),
    "a moment after its end": lambda firm_id: Poison(
        spoilt(firm_id, time="9999-12-31T23:59:59-05:00"), "'time' lies outside the years"
    ),
    "an id used before": lambda firm_id: Poison(
        good(firm_id, MatterOpened(matter_id="m-2", title="Another case"), f"{firm_id}-1"),
        "was used before, for a 'matter.opened'",
        after=good(firm_id, event_id=f"{firm_id}-1"),
    ),
    "an appointment on Mars": lambda firm_id: Poison(
        good(firm_id, meeting(time_zone="Mars/Base")), "'Mars/Base' is none", MEETING.type
    ),
    "an appointment at a time that is none": lambda firm_id: Poison(
        good(firm_id, meeting(starts="2027-03-14T02:30")), "does not exist", MEETING.type
    ),
    "an appointment that ends before it begins": lambda firm_id: Poison(
        good(firm_id, meeting(ends="2027-03-14T01:00")), "ends before", MEETING.type
    ),
    "a task due on no day": lambda firm_id: Poison(
        good(firm_id, TASK).replace(b"2027-03-14", b"2027-02-30"), "'due' must be a day", TASK.type
    ),
    "an address like an encoded word": lambda firm_id: Poison(
        good(firm_id, INVITED).replace(b"maria@example.com", b"maria@=?utf-8?q?x?=.example"),
        "no address that mail can reach",
        INVITED.type,
        by="auth",
    ),
    "an invoice whose lines do not add up": lambda firm_id: Poison(
        good(firm_id, BILLED).replace(b'"subtotal":"480.00"', b'"subtotal":"481.00"'),
        "but the lines sum up to 480.00",
        BILLED.type,
        by="billing",
    ),
    "an invoice over no number": lambda firm_id: Poison(
        good(firm_id, BILLED).replace(b'"total":"480.00"', b'"total":"1e500"'),
        "must be written like 1250.00",
        BILLED.type,
        by="billing",
    ),
    "a form with two thousand questions": lambda firm_id: Poison(
        good(firm_id, form(*(question(f"q{n}") for n in range(2000)))),
        "There are 2,000 questions; at most 400 are allowed",
        FormPublished.type,
    ),
    "a form whose questions wait for each other": lambda firm_id: Poison(
        good(firm_id, form(question("first", "second"), question("second", "first"))),
        "The question 'second' is not asked before this",
        FormPublished.type,
    ),
    "a question that waits for itself": lambda firm_id: Poison(
        good(firm_id, form(question("first", "first"))),
        "The question 'first' is not asked before this",
        FormPublished.type,
    ),
    "a form with a question of no kind": lambda firm_id: Poison(
        good(firm_id, form(question("first"))).replace(b'"yes_no"', b'"riddle"'),
        "questions[].kind' cannot be 'riddle'",
        FormPublished.type,
    ),
}


def publish(office: Office, poison: Poison) -> None:
    """As a careless firm's system does, past every check of the SDK."""
    if poison.after:
        publish(office, Poison(poison.after, ""))
    user = topology.firm_user(office.firm_id) if poison.user_id == "" else poison.user_id
    until = time.monotonic() + 30
    channel = ConfirmingChannel(office.amqp_url, heartbeat=20, until=until)
    try:
        channel.publish(
            poison.body,
            exchange=topology.FIRM,
            key=topology.routing_key(office.firm_id, poison.key),
            until=until,
            content_type=poison.content_type,
            message_id=str(ids.new_id()),
            **({"user_id": user} if user else {}),
        )
    finally:
        channel.close()


@contextlib.contextmanager
def unfinished(url: str, number: int) -> Iterator[None]:
    """So many requests that begin and do not end."""
    portal = urlsplit(url)
    with contextlib.ExitStack() as stack:
        for _ in range(number):
            line = socket.create_connection((portal.hostname or "", portal.port or 80), timeout=10)
            stack.enter_context(line).sendall(b"POST /v1/sign-in/address HTTP/1.1\r\nHost: ")
        yield


def parked(office: Office, service: str = "matters") -> list[str]:
    """The reasons for which the service has parked events of the firm."""
    output = office.stack.redwell(
        "parked", "list", "--firm", office.firm_id, "--service", service, "--json"
    )
    return [each["reason"] for each in json.loads(output)]


def await_applied(office: Office, *event_ids: str, service: str = "matters") -> None:
    everything = Counter(applied=len(event_ids))
    wait_for(lambda: office.states(service, event_ids) == everything, within=WITHIN)


def test_poison_is_parked_with_a_reason(
    office: Office, record_property: Callable[[str, object], None]
) -> None:
    made = {name: make(office.firm_id) for name, make in POISONS.items()}
    after = str(ids.new_id())
    for poison in made.values():
        publish(office, poison)
    publish(office, Poison(good(office.firm_id, event_id=after), ""))
    await_applied(office, after)
    reasons = wait_for(lambda: _all_parked(office, list(made.values())), within=WITHIN)
    for name, poison in made.items():
        reason = next((each for each in reasons[poison.by] if poison.says in each), "")
        assert reason, (name, reasons)
        record_property(f"{name} is parked", reason[:100])
    await_applied(office, after, service="messaging")


def test_poison_is_told_to_the_firm(office: Office) -> None:
    for make in POISONS.values():
        publish(office, make(office.firm_id))
    told: list[EventRejected] = []

    def note(received: Received) -> None:
        if isinstance(received.event, EventRejected):
            told.append(received.event)

    ends = time.monotonic() + WITHIN
    watch(
        office.amqp_url,
        office.firm_id,
        note,
        until=lambda: len(told) >= len(POISONS) or time.monotonic() > ends,
    )
    for name, make in POISONS.items():
        says = make(office.firm_id).says
        assert any(says in each.reason for each in told), (name, told)


def test_the_status_says_what_was_set_aside_until_it_is_done(office: Office) -> None:
    row = "('queue_alert', 'a-row', now(), 4, now() + interval '1 hour', 'ValueError')"
    with office.database("notify") as database:
        database.execute(f"INSERT INTO setbacks VALUES {row}")
        code, said = office.stack.status()
        database.execute("DELETE FROM setbacks")
    assert (code, "queue_alert: 1 set aside since" in said) == (1, True)
    assert _states(office.stack, "notify") == {"healthy"}


def test_another_firm_notices_nothing(office: Office) -> None:
    """Its events are applied and its clients' codes arrive, though more comes than is taken at once
    and strangers leave requests unfinished. And nothing stays behind: the status is healthy.
    """
    other = Office(office.stack, f"{office.firm_id[:15]}-else")
    office.stack.redwell("firm", "add", other.firm_id, "--name", "Calder & Finch")
    for make in list(POISONS.values()) * 3:
        publish(office, make(office.firm_id))
    with other.publisher() as publisher, unfinished(office.town.portal, 60):
        open_matter(publisher, "m-1", ["nora-client"])
        client = sign_in(other.town, other.firm_id, "nora-client", "m-1")
    assert client.token
    assert _states(office.stack, *topology.SERVICES) == {"healthy"}


def _states(stack: Stack, *parts: str) -> set[str]:
    told = json.loads(stack.status("--json")[1])["parts"]
    return {part["state"] for part in told if part["name"] in parts}


def test_poison_with_a_forged_user_never_gets_in(office: Office) -> None:
    for forged in ("redwell", "firm.someone-else"):
        with pytest.raises(Refused):
            publish(office, Poison(good(office.firm_id), "", user_id=forged))
    assert parked(office) == []


def test_a_duplicate_changes_nothing(office: Office) -> None:
    event_id = str(ids.new_id())
    body = good(office.firm_id, event_id=event_id)
    with office.publisher() as publisher:
        for _ in range(3):
            publisher.publish(body)
        last = publisher.send(MatterUpdated(matter_id="m-1", number="26-1"))
    await_applied(office, event_id, last)
    assert parked(office) == []


def test_what_comes_out_of_order_is_applied_in_the_end(office: Office) -> None:
    posted = MessagePosted(
        matter_id="m-1",
        message_id="f-1",
        author_id="nora",
        body="Good morning",
        posted_at=datetime.datetime.now(datetime.UTC),
    )
    admitted = MatterParticipantAdded(
        matter_id="m-1", contact_id="nora", name="Nora Hartley", kind="staff", role="Attorney"
    )
    with office.publisher() as publisher:
        last_first = [publisher.send(event) for event in (posted, admitted, OPENED)]
    await_applied(office, *last_first, service="messaging")
    await_applied(office, *last_first[1:], service="matters")
    assert parked(office) == parked(office, "messaging") == []


def _all_parked(office: Office, poisons: list[Poison]) -> dict[str, list[str]]:
    """The reasons by the service that answers for them, once all are there."""
    counts = Counter(poison.by for poison in poisons)
    found = {service: parked(office, service) for service in counts}
    return found if all(len(found[each]) >= count for each, count in counts.items()) else {}
