"""The running service: events come by the broker, calls as the gateway makes them."""

import dataclasses
import datetime
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import msgspec
import psycopg
import pytest

from backbone import testing
from backbone.calls.asking import ask
from contracts import ids
from contracts.calls import messaging as calls
from contracts.calls.caller import Caller, CallerPerson
from contracts.errors import AccessEnded, Conflict, DomainError, InvalidInput, NotFound
from contracts.events.exchanges import FirmEvent
from contracts.events.matters import (
    MatterClosed,
    MatterOpened,
    MatterParticipantAdded,
    MatterParticipantRemoved,
)
from contracts.events.messages import MessagePosted

T = TypeVar("T")
NOW = datetime.datetime.now(datetime.UTC)
OPENED = MatterOpened(matter_id="M-1", title="Estate of Ortiz")
ANA = MatterParticipantAdded(
    matter_id="M-1",
    contact_id="ana",
    name="Ana",
    kind="client",
    role="Client",
    from_date=NOW,
)
HOLLIS = MatterParticipantAdded(
    matter_id="M-1",
    contact_id="hollis",
    name="Hollis",
    kind="staff",
    role="Attorney",
    from_date=NOW,
)
POSTED = MessagePosted(
    matter_id="M-1", message_id="n-1", author_id="hollis", body="Dear Ana", posted_at=NOW
)


@dataclasses.dataclass(frozen=True)
class Firm:
    """A firm with its own broker user, and the calls of its people."""

    id: str
    amqp: str
    as_firm: str

    def tell(self, event: FirmEvent, event_id: str = "") -> None:
        testing.send_event(self.as_firm, self.id, event, event_id)

    def caller(self, contact: str = "ana") -> Caller:
        person = CallerPerson(person_id=ids.person_id(self.id, contact), firm_id=self.id)
        return Caller(account_id=uuid.uuid4(), persons=[person])

    def here(self, contact: str = "ana", matter: str = "M-1") -> dict[str, Any]:
        conversation = ids.conversation_id(self.id, matter)
        return {"caller": self.caller(contact), "conversation_id": conversation}

    def page(self, contact: str = "ana", *, matter: str = "M-1", **more: Any) -> calls.MessagePage:
        call = calls.ListMessages(**self.here(contact, matter), **more)
        return ask(self.amqp, call)

    def send(
        self,
        body: str = "Hello",
        own: uuid.UUID | None = None,
        *,
        matter: str = "M-1",
        patience: float = 5.0,
    ) -> calls.Message:
        here = self.here(matter=matter)
        shown = ask(self.amqp, calls.GetConversation(**here))
        call = calls.SendMessage(
            **here,
            message_id=own or ids.new_id(),
            body=body,
            audience_version=shown.audience_version,
        )
        return ask(self.amqp, call, deadline=patience)

    def bodies(self, contact: str = "ana", *, matter: str = "M-1") -> list[str]:
        try:
            return [message.body for message in self.page(contact, matter=matter).items]
        except NotFound:
            return []


@pytest.fixture(scope="module")
def database() -> str:
    return testing.fresh_database("messaging")


@pytest.fixture(scope="module")
def service(database: str) -> Iterator[str]:
    """The broker of a running messaging service that is quick to try again."""
    amqp = testing.fresh_vhost()
    with testing.running("messaging", database, amqp, retry_delays=" ".join(["0.2"] * 50)):
        yield amqp


@pytest.fixture
def firm(service: str) -> Firm:
    firm_id = f"hollis-{uuid.uuid4().hex[:8]}"
    return Firm(firm_id, service, testing.firm_url(service, firm_id))


@pytest.fixture
def begun(firm: Firm) -> Firm:
    """A firm whose client Ana has its first message."""
    for event in (OPENED, ANA, HOLLIS, POSTED):
        firm.tell(event)
    testing.wait_for(firm.bodies)
    return firm


def test_events_in_the_wrong_order_and_twice_end_as_if_they_had_come_in_order(firm: Firm) -> None:
    for event in (POSTED, HOLLIS, ANA, OPENED):
        own = uuid.uuid4().hex
        firm.tell(event, own)
        firm.tell(event, own)
        firm.tell(event)
    assert testing.wait_for(firm.bodies) == ["Dear Ana"]


def test_a_client_answers_and_both_sides_see_it(begun: Firm) -> None:
    sent = begun.send("Thank you")
    assert begun.bodies("ana") == begun.bodies("hollis") == ["Dear Ana", "Thank you"]
    read = calls.MarkRead(**begun.here("hollis"), message_id=sent.id)
    state = ask(begun.amqp, read)
    assert (state.read_up_to, state.unread) == (sent.id, 0)
    look = calls.GetConversation(**begun.here())
    shown = ask(begun.amqp, look)
    assert (shown.summary.last_line, shown.summary.unread) == ("Thank you", 1)
    listing = calls.ListConversations(caller=begun.caller())
    page = ask(begun.amqp, listing)
    assert page.items == [shown.summary]


def test_the_same_message_sent_at_the_same_time_is_stored_once(begun: Firm) -> None:
    own = ids.new_id()
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: begun.send(own=own), range(6)))
    assert {answer.id for answer in answers} == {own}
    assert len(set(map(repr, answers))) == 1
    assert begun.bodies() == ["Dear Ana", "Hello"]


@pytest.mark.parametrize(
    ("method", "call", "refusal"),
    [
        ("list_messages", calls.ListMessages, {}),
        ("get_conversation", calls.GetConversation, {}),
        (
            "send_message",
            calls.SendMessage,
            {"message_id": ids.new_id(), "body": "Hello", "audience_version": 0},
        ),
        ("mark_read", calls.MarkRead, {"message_id": ids.new_id()}),
    ],
)
def test_every_call_is_answered_alike_to_a_stranger_and_about_nothing(
    begun: Firm, method: str, call: Any, refusal: dict[str, Any]
) -> None:
    stranger = {**begun.here("bob"), **refusal}
    nothing = {**begun.here(), "conversation_id": uuid.uuid4(), **refusal}
    other_firms = {**begun.here(), **refusal}
    other_firms["caller"] = dataclasses.replace(begun, id="other").caller()
    texts = {_refusal(begun, method, call(**given)) for given in (stranger, nothing, other_firms)}
    assert len(texts) == 1
    assert texts.pop()[0] == "not_found"


def test_refusals_cross_the_broker_as_what_they_are(begun: Firm) -> None:
    own = ids.new_id()
    begun.send(own=own)
    with pytest.raises(Conflict):
        begun.send("Another", own)
    with pytest.raises(InvalidInput):
        begun.send(" ")
    with pytest.raises(InvalidInput):
        begun.page(before="x")
    begun.tell(MatterClosed(matter_id="M-1"))
    with pytest.raises(AccessEnded):
        testing.wait_for(lambda: begun.send("Too late?") is None)


def test_a_limit_over_a_hundred_is_refused(begun: Firm) -> None:
    with pytest.raises(InvalidInput):
        begun.page(limit=101)


def test_a_removed_client_loses_access(begun: Firm) -> None:
    begun.tell(MatterParticipantRemoved(matter_id="M-1", contact_id="ana"))
    testing.wait_for(lambda: not begun.bodies("ana"))
    assert begun.bodies("hollis") == ["Dear Ana"]


def test_moments_are_told_in_universal_time(begun: Firm) -> None:
    assert {message.sent_at.utcoffset() for message in begun.page().items} == {
        datetime.timedelta(0)
    }


def _refusal(firm: Firm, method: str, call: Any) -> tuple[str, str, str]:
    with pytest.raises(DomainError) as refused:
        ask(firm.amqp, call)
    return refused.value.code, refused.value.text, str(refused.value.extra)


def test_those_who_wait_to_write_in_one_conversation_hold_nobody_up_elsewhere(
    begun: Firm, database: str
) -> None:
    for event in (OPENED, ANA, HOLLIS, POSTED):
        begun.tell(msgspec.structs.replace(event, matter_id="M-2", **_another(event)))
    testing.wait_for(lambda: begun.bodies(matter="M-2"))
    with psycopg.connect(database) as holder, ThreadPoolExecutor(40) as pool:
        lock = "SELECT FROM conversations WHERE id = %s FOR UPDATE"
        holder.execute(lock, [begun.here()["conversation_id"]])
        waiting = [pool.submit(begun.send, str(n), patience=30.0) for n in range(40)]
        testing.wait_for(lambda: _waits_for_a_lock(database))
        for _ in range(2):
            assert begun.send("Elsewhere", matter="M-2").body == "Elsewhere"
            assert begun.bodies() == ["Dear Ana"]
        assert not any(each.done() for each in waiting)
        holder.rollback()
        assert {each.result().body for each in waiting} == set(map(str, range(40)))


def _another(event: FirmEvent) -> dict[str, str]:
    return {"message_id": "n-2"} if isinstance(event, MessagePosted) else {}


def _waits_for_a_lock(database: str) -> bool:
    query = "SELECT FROM pg_locks WHERE NOT granted"
    with psycopg.connect(database, autocommit=True) as connection:
        return connection.execute(query).rowcount > 0
