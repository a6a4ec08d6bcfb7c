"""Nothing that was acknowledged is lost, and nothing is there twice, whatever died meanwhile."""

import contextlib
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
import pytest

from backbone.testing import wait_for
from bench.people import Member, open_matter, sign_in_all
from contracts.events import portal
from firm.watcher import Received, watch
from operations.supervision import Supervisor
from tests.faults.chaos import FAULTS
from tests.faults.office import Office
from tests.faults.traffic import DEADLINE, Ledger, Traffic

EVENTS, MESSAGES, CLIENTS = 1000, 500, 5
SETTLES_WITHIN = 120.0


@pytest.fixture
def members(office: Office) -> list[Member]:
    """Clients who signed in by e-mail and authenticator, each in a matter of their own."""
    places = {f"client-{number}": f"m-{number}" for number in range(CLIENTS)}
    with office.publisher() as publisher:
        for contact, matter in places.items():
            open_matter(publisher, matter, [contact])
    return sign_in_all(office.town, office.firm_id, places)


def test_nothing_is_lost(
    office: Office, members: list[Member], capsys: pytest.CaptureFixture[str]
) -> None:
    traffic = Traffic(office, members)
    say = _sayer(capsys)
    for number, fault in enumerate(FAULTS):
        event_count = EVENTS * (number + 1) // len(FAULTS) - len(traffic.ledger.events)
        message_count = MESSAGES * (number + 1) // len(FAULTS) - len(traffic.ledger.client_bodies)
        took = traffic.through(partial(fault, office.stack), event_count, message_count)
        say(f"{fault.__name__.replace('_', ' '):<24} {event_count + message_count} in {took:.1f} s")
    ledger = traffic.ledger
    assert (len(ledger.events), len(ledger.client_bodies)) == (EVENTS, MESSAGES)
    assert ledger.slowest_publish < DEADLINE + 1
    events_lost = _events_lost(office, ledger)
    messages = _messages(office, members)
    facts = _facts_for_the_firm(office, set(messages))
    emails = _emails(office, ledger)
    acked = ledger.firm_bodies | ledger.client_bodies
    lost = sum(messages[body] == 0 for body in acked)
    doubled = sum(count - 1 for count in messages.values())
    say(
        f"published again {ledger.publishes_repeated}, sent again {ledger.sends_repeated}, "
        f"slowest publish {ledger.slowest_publish:.1f} s"
    )
    say(f"{'':<24} {'acked':>6} {'applied':>8} {'lost':>5} {'doubled':>8}")
    rows: list[tuple[str, int, int, int, int]] = [
        ("firm events", EVENTS, EVENTS - events_lost, events_lost, 0),
        ("messages", len(acked), len(acked) - lost, lost, doubled),
        (
            "facts for the firm",
            len(acked),
            len(acked) - facts["lost"],
            facts["lost"],
            facts["doubled"],
        ),
        (
            "e-mails",
            emails["due"],
            emails["sent"] + emails["owed"],
            emails["lost"],
            emails["doubled"],
        ),
    ]
    for name, *figures in rows:
        say(f"{name:<24} {figures[0]:>6} {figures[1]:>8} {figures[2]:>5} {figures[3]:>8}")
    assert [row[3] for row in rows] == [0, 0, 0, 0]
    assert (doubled, facts["doubled"], emails["unexplained"]) == (0, 0, 0)
    assert _all_running(office)


def _events_lost(office: Office, ledger: Ledger) -> int:
    """How many acknowledged events some service that takes them never applied."""
    lost = 0
    for service, types in office.taken_types().items():
        expected = [event_id for event_id, kind in ledger.events.items() if kind in types]
        lost = max(lost, len(expected) - _applied(office, service, expected))
    return lost


def _applied(office: Office, service: str, event_ids: list[str]) -> int:
    """How many it has applied, once it has applied all or had its time."""
    everything = Counter(applied=len(event_ids))
    with contextlib.suppress(AssertionError):
        wait_for(lambda: office.states(service, event_ids) == everything, within=SETTLES_WITHIN)
    return office.states(service, event_ids)["applied"]


def _messages(office: Office, members: list[Member]) -> Counter[str]:
    """Every message as the clients read it, by its words, without the first ones."""
    found: Counter[str] = Counter()
    for member in members:
        path = f"{office.town.portal}/v1/conversations/{member.conversation_id}/messages"
        before: str | None = ""
        while before is not None:
            params: dict[str, Any] = {"limit": 100, "before": before}
            page = httpx.get(path, params=params, headers=member.headers, timeout=30).json()
            found.update(item["body"] for item in page["items"])
            before = page["older"]
    del found["Welcome."]
    return found


def _facts_for_the_firm(office: Office, bodies: set[str]) -> dict[str, int]:
    """What the firm heard of all these messages; `doubled`: told twice under different ids."""
    heard: dict[str, set[str]] = {}

    def note(received: Received) -> None:
        if isinstance(received.event, portal.MessageSent):
            heard.setdefault(received.event.body, set()).add(received.envelope.id)

    ends = _deadline(SETTLES_WITHIN)
    watch(office.amqp_url, office.firm_id, note, until=lambda: bodies <= heard.keys() or ends())
    return {
        "lost": len(bodies - heard.keys()),
        "doubled": sum(len(heard.get(body, "1")) - 1 for body in bodies),
    }


def _emails(office: Office, ledger: Ledger) -> dict[str, int]:
    """One invitation per guest: sent or owed; a second copy only where the log knows why."""
    with contextlib.suppress(AssertionError):  # the counts below say what is missing
        wait_for(lambda: ledger.invited <= _written_to(office), within=SETTLES_WITHIN)
        wait_for(lambda: not _sending(office), within=SETTLES_WITHIN)
    with office.database("notify") as connection:
        rows = connection.execute(
            "SELECT address, message_id, state, interrupted FROM emails WHERE address = ANY(%s)",
            [list(ledger.invited)],
        ).fetchall()
    copies = _copies_in_mailbox(office)
    sent = [row for row in rows if row[2] == "sent" and copies[row[1]]]
    owed = [row for row in rows if row[2] in ("queued", "sending")]
    told = Counter(row[0] for row in sent + owed)
    extra = {row[1]: copies[row[1]] - 1 - row[3] for row in rows}
    return {
        "due": len(ledger.invited),
        "sent": len(sent),
        "owed": len(owed),
        "lost": len(ledger.invited - told.keys()),
        "doubled": sum(copies[row[1]] - 1 for row in sent),
        "unexplained": sum(count for count in extra.values() if count > 0)
        + sum(count - 1 for count in told.values()),
    }


def _written_to(office: Office) -> set[str]:
    with office.database("notify") as connection:
        return {address for (address,) in connection.execute("SELECT address FROM emails")}


def _sending(office: Office) -> int:
    with office.database("notify") as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM emails WHERE state IN ('queued', 'sending'))"
            " + (SELECT count(*) FROM alerts WHERE due_at < now())"
        ).fetchone()
    return int(row[0]) if row else 0


def _copies_in_mailbox(office: Office) -> Counter[str]:
    """How many copies of each e-mail the mail server took, by Message-ID."""
    mails = httpx.get(f"{office.town.mailbox}/api/email", timeout=60).json()
    return Counter(mail["headers"]["message-id"] for mail in mails)


def _all_running(office: Office) -> bool:
    processes = Supervisor(office.stack.run.folder).processes().values()
    ready = httpx.get(f"{office.town.portal}/v1/ready", timeout=20)
    return ready.is_success and all(each["statename"] == "RUNNING" for each in processes)


def _deadline(seconds: float) -> Callable[[], bool]:
    until = time.monotonic() + seconds
    return lambda: time.monotonic() > until


def _sayer(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    def say(text: str) -> None:
        with capsys.disabled():
            print(f"\n  {text}", end="")

    return say
