"""The running service: events come by the broker, calls as the gateway makes them."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from backbone import testing
from backbone.calls.asking import ask
from contracts import ids
from contracts.calls.caller import Caller, CallerPerson
from contracts.calls.matters import GetMatter, ListMatters, MatterSummary
from contracts.errors import NotFound
from contracts.events.envelope import CONTENT_TYPE
from contracts.events.matters import MatterOpened, MatterParticipantAdded

OPENED = MatterOpened(matter_id="M-1", title="Estate of Ortiz")
ANA = MatterParticipantAdded(
    matter_id="M-1", contact_id="ana", name="Ana", kind="client", role="Client"
)


@pytest.fixture(scope="module")
def parts() -> Iterator[tuple[str, str]]:
    """The broker and the database of a running service that is quick to try again."""
    amqp, database = testing.fresh_vhost(), testing.fresh_database("matters")
    with testing.running("matters", database, amqp, retry_delays=" ".join(["0.2"] * 50)):
        yield amqp, database


@pytest.fixture
def firm_id() -> str:
    return f"hollis-{uuid.uuid4().hex[:8]}"


def test_a_matter_told_of_in_the_wrong_order_is_shown_to_its_participants(
    parts: tuple[str, str], firm_id: str
) -> None:
    amqp, _ = parts
    as_firm = testing.firm_url(amqp, firm_id)
    for event in (ANA, OPENED, ANA):
        testing.send_event(as_firm, firm_id, event)
    listing = ListMatters(caller=_caller(firm_id, "ana"))

    def first() -> MatterSummary | None:
        items = ask(amqp, listing).items
        return items[0] if items else None

    summary = testing.wait_for(first)
    assert summary is not None
    call = GetMatter(caller=_caller(firm_id, "ana"), matter_id=summary.id)
    matter = ask(amqp, call)
    assert (matter.summary.title, [one.name for one in matter.participants]) == (
        "Estate of Ortiz",
        ["Ana"],
    )
    stranger = GetMatter(caller=_caller(firm_id, "bob"), matter_id=call.matter_id)
    with pytest.raises(NotFound):
        ask(amqp, stranger)


def test_an_event_that_no_service_takes_is_parked_here_and_its_firm_hears_of_it(
    parts: tuple[str, str], firm_id: str
) -> None:
    amqp, database = parts
    body = (
        f'{{"specversion":"1.0","id":"e-1","source":"test","type":"sauna.heated","firmid":"{firm_id}"'
        ',"time":"2026-11-02T09:00:00Z","data":{}}'
    )
    testing.publish(
        testing.firm_url(amqp, firm_id),
        "firm",
        f"{firm_id}.sauna.heated",
        body.encode(),
        content_type=CONTENT_TYPE,
        user_id=f"firm.{firm_id}",
    )
    query = "SELECT count(*) FROM outbox WHERE routing_key = %s"

    def told() -> bool:
        with psycopg.connect(database) as connection:
            row = connection.execute(query, [f"{firm_id}.event.rejected"]).fetchone()
            return row == (1,)

    testing.wait_for(told)


def _caller(firm_id: str, contact: str) -> Caller:
    person = CallerPerson(person_id=ids.person_id(firm_id, contact), firm_id=firm_id)
    return Caller(account_id=uuid.uuid4(), persons=[person])
