"""The commands as people type them."""

import functools
import json
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from backbone.testing import wait_for
from contracts import events, topology
from contracts.events.rejections import EventApplied, EventRejected
from operations.firms import DEMO, app
from operations.provision import Stack
from tests.firm.conftest import forget, happen, waiting_in, wrote

FIRM = "calder"
AT_ONCE = ("--wait", "0")


def redwell_firm(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(app, list(arguments), input=given)


@pytest.fixture
def calder(place: Stack, run: Path):
    assert redwell_firm("add", FIRM, "--name", "Calder & Finch").exit_code == 0
    yield FIRM
    forget(place, FIRM)


def inbox(place: Stack, service: str, event_type: str) -> list[dict[str, Any]]:
    found = [json.loads(body) for body in waiting_in(place, topology.inbox(service))]
    return [event for event in found if event["type"] == event_type]


def test_adding_a_firm_keeps_its_secrets_to_its_file(place: Stack, run: Path, calder: str) -> None:
    again = redwell_firm("add", FIRM, "--name", "Calder & Finch & Co")
    file = run / "firms" / "calder.env"
    assert file.stat().st_mode & 0o777 == 0o600
    assert str(file) in again.output
    secrets = [row.split("=", 1)[1] for row in file.read_text().splitlines() if "KEY=" in row]
    assert secrets
    assert not any(secret in again.output for secret in secrets)
    assert secrets[0] in redwell_firm("add", FIRM, "--name", "Calder", "--show").output


def test_the_services_hear_of_a_firm_and_of_its_new_name(
    place: Stack, run: Path, calder: str
) -> None:
    redwell_firm("add", FIRM, "--name", "Calder, Finch & Co")
    for service in topology.SERVICES:
        heard = inbox(place, service, "firm.registered")
        assert [each["data"]["name"] for each in heard] == ["Calder & Finch", "Calder, Finch & Co"]
        assert all(each["firmid"] == FIRM for each in heard)


@pytest.mark.parametrize("firm_id", ["Calder", "c", "9lives", "a b", "redwell", "ends-", "x" * 41])
def test_an_id_that_cannot_be_used_is_refused(run: Path, firm_id: str) -> None:
    refused = redwell_firm("add", firm_id, "--name", "Calder")
    assert refused.exit_code == 1
    assert not (run / "firms").exists()


def test_a_colour_that_cannot_carry_white_text_is_refused(run: Path) -> None:
    refused = redwell_firm("add", FIRM, "--name", "Calder", "--accent", "#ffcc00")
    assert refused.exit_code == 1


def test_the_list_shows_every_firm(place: Stack, calder: str) -> None:
    listed = json.loads(redwell_firm("list", "--json").output)
    assert {"id": FIRM, "waiting": 0, "listening": False} in listed


def test_the_verbs_publish_what_they_say(place: Stack, calder: str) -> None:
    commands = [
        ("invite", "maria", "--name", "Maria Alvarez", "--email", "maria@example.com"),
        ("open", "m-1", "--title", "Alvarez v. Lakeside"),
        ("admit", "m-1", "maria", "--name", "Maria Alvarez", "--role", "Client"),
        ("say", "m-1", "Good morning", "--as", "nora"),
        ("remove", "m-1", "maria"),
        ("close", "m-1"),
    ]
    for command in commands:
        assert redwell_firm(*command, *AT_ONCE).exit_code == 0, command
    heard = [json.loads(body) for body in waiting_in(place, "messaging.inbox")]
    assert [each["type"] for each in heard if each["firmid"] == FIRM][1:] == [
        "contact.invited",
        "matter.opened",
        "matter.participant_added",
        "message.posted",
        "matter.participant_removed",
        "matter.closed",
    ]


def answering(place: Stack, service: str, answer: Callable[..., events.Event]) -> Thread:
    """Once the service got an event of the firm, tell the firm what becomes of it."""

    def tell() -> None:
        bodies = wait_for(lambda: waiting_in(place, topology.inbox(service)), within=20)
        got = json.loads(bodies[0])
        assert got["acknowledge"]
        happen(place, FIRM, answer(event_id=got["id"], event_type=got["type"], by=service))

    thread = Thread(target=tell)
    thread.start()
    return thread


SAY = ("say", "m-1", "Hi", "--as", "nora")
TAKE_BACK = ("take-back", "inv-1", "pay-1")
REQUEST = ("request-form", "m-1", "new-client", "3", "--to", "maria", "--as", "nora")
REFUSED = functools.partial(EventRejected, reason="The matter is closed.")


@pytest.mark.parametrize(
    ("verb", "service", "answer", "code", "said"),
    [
        (SAY, "messaging", EventApplied, 0, "It is done."),
        (SAY, "messaging", REFUSED, 1, "messaging rejects it: The matter is closed."),
        (TAKE_BACK, "billing", EventApplied, 0, "It is done."),
        (REQUEST, "matters", REFUSED, 1, "matters rejects it: The matter is closed."),
    ],
)
def test_a_verb_tells_at_once_what_becomes_of_it(
    place: Stack,
    calder: str,
    verb: tuple[str, ...],
    service: str,
    answer: Callable[..., events.Event],
    code: int,
    said: str,
) -> None:
    for each in topology.SERVICES:  # they heard of the firm
        waiting_in(place, topology.inbox(each))
    thread = answering(place, service, answer)
    done = redwell_firm(*verb, "--wait", "10")
    thread.join()
    assert (done.exit_code, said in done.output) == (code, True), done.output


def test_a_verb_of_which_nothing_becomes_yet_says_why_that_may_be(calder: str) -> None:
    done = redwell_firm(*SAY, "--wait", "0.1")
    assert (done.exit_code, "its matter or its author" in done.output) == (0, True)


def test_watching_shows_what_happens_and_leaves_the_firms_queue_alone(
    place: Stack, calder: str
) -> None:
    seen = Event()

    def write_until_seen() -> None:
        while not seen.wait(0.2):
            happen(place, calder, wrote("Good morning"))

    thread = Thread(target=write_until_seen)
    thread.start()
    shown = redwell_firm("watch", "--count", "1", "--firm", calder)
    seen.set()
    thread.join()
    assert "Maria Alvarez wrote in m-1: Good morning" in shown.output
    assert waiting_in(place, topology.firm_queue(calder))


def test_a_message_needs_someone_who_writes_it(calder: str) -> None:
    refused = redwell_firm("say", "m-1", "Good morning")
    assert refused.exit_code == 1


def test_bytes_that_are_no_text_are_refused_in_words(calder: str) -> None:
    refused = redwell_firm("say", "m-1", "M\udcffller", "--as", "nora")
    assert (refused.exit_code, "no UTF-8" in refused.output) == (1, True)


def test_an_event_can_be_piped_in(place: Stack, calder: str) -> None:
    given = json.dumps({"type": "matter.closed", "data": {"matter_id": "m-1"}})
    assert redwell_firm("publish", "-", given=given).exit_code == 0
    assert len(inbox(place, "matters", "matter.closed")) == 1


def test_a_broken_file_is_named_and_nothing_is_sent(
    place: Stack, calder: str, tmp_path: Path
) -> None:
    file = tmp_path / "broken.json"
    file.write_text('{"type": "matter.opened", "data": {}}')
    refused = redwell_firm("publish", str(file))
    assert refused.exit_code == 1
    assert inbox(place, "matters", "matter.opened") == []


def test_the_demo_publishes_all_its_files_twice_alike(place: Stack, run: Path) -> None:
    first, second = redwell_firm("demo"), redwell_firm("demo")
    assert first.exit_code == second.exit_code == 0
    assert "maria.alvarez@example.com" in second.output
    heard = [json.loads(body)["id"] for body in waiting_in(place, "matters.inbox")]
    files = len(list(DEMO.glob("[0-9]*.json")))
    assert len(heard) == 2 * (files + 1)
    assert len(set(heard)) == files + 2  # the firm itself is announced anew each time
    forget(place, "demo")


def test_commands_explain_themselves_with_an_example() -> None:
    verbs = "say invite open admit remove close share replace revoke"
    for command in ("add", "publish", "watch", *verbs.split()):
        assert "Example" in redwell_firm(command, "--help").output


def test_a_policy_says_only_what_changes(place: Stack, run: Path, calder: str) -> None:
    said = redwell_firm(
        "policy", "--second-factor", "totp", "--no-receipts", "--invitations", *AT_ONCE
    )
    assert said.exit_code == 0, said.output
    (heard,) = inbox(place, "auth", "firm.policy_changed")
    assert heard["data"]["second_factors"] == ["totp"]
    assert heard["data"]["receipts_shown"] is False
    assert heard["data"]["invitations_emailed"] is True
    assert heard["data"]["idle_minutes"] is None


def test_a_policy_that_changes_nothing_is_not_published(
    place: Stack, run: Path, calder: str
) -> None:
    refused = redwell_firm("policy")
    assert refused.exit_code == 1
    assert "what is to change" in refused.output
    assert inbox(place, "auth", "firm.policy_changed") == []


def test_a_contact_s_factors_are_reset_by_a_word(place: Stack, run: Path, calder: str) -> None:
    assert redwell_firm("reset-factors", "c-17", *AT_ONCE).exit_code == 0
    (heard,) = inbox(place, "auth", "contact.factors_reset")
    assert heard["data"] == {"contact_id": "c-17"}
