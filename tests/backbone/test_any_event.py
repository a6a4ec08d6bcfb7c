"""Whatever bytes and properties come as an event: it ends applied or parked, and acknowledged."""

import datetime
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from backbone import testing
from backbone.inbox.arrival import Arrival, read
from contracts import topology
from contracts.events import encode
from contracts.events.envelope import CONTENT_TYPE
from contracts.events.matters import MatterOpened
from contracts.values import is_possible
from tests.backbone.conftest import NOW, Firm, Toy

WHOLE = encode(
    MatterOpened(matter_id="m-1", title="A case"), id="e-1", source="t", firm_id="any", time=NOW
)


def spoilt(at: int, length: int, by: bytes) -> bytes:
    """A good event with other bytes somewhere in it."""
    return WHOLE[:at] + by + WHOLE[at + length :]


def deep(brackets: int, where: bytes) -> bytes:
    return WHOLE.replace(where, b"[" * brackets + b"]" * brackets)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)
)
BODIES = (
    st.binary(max_size=300)
    | st.builds(spoilt, st.integers(0, len(WHOLE)), st.integers(0, 9), st.binary(max_size=9))
    | st.builds(deep, st.integers(1, 5000), st.sampled_from([b'"A case"', b'"m-1"', WHOLE]))
    | st.dictionaries(
        st.sampled_from(["specversion", "id", "source", "type", "firmid", "time", "data"]), JSON
    ).map(lambda members: msgspec.json.encode(msgspec.json.decode(WHOLE) | members))
)
TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
PROPERTIES = st.fixed_dictionaries(
    {"content_type": st.just(CONTENT_TYPE) | TEXT},
    optional={
        "message_id": TEXT,
        "correlation_id": TEXT,
        "priority": st.integers(0, 255),
        "application_headers": st.dictionaries(TEXT, TEXT | st.integers(0, 2**31), max_size=3),
    },
)


@settings(max_examples=300, database=None, deadline=None)
@given(BODIES, TEXT, st.just(CONTENT_TYPE) | TEXT)
def test_any_bytes_are_read_or_refused_in_words(body: bytes, key: str, content_type: str) -> None:
    arrival = Arrival("firm", f"any.{key or MatterOpened.type}", body, content_type, "firm.any")
    reading = read(arrival)
    assert reading.event_id
    assert bool(reading.event) != bool(reading.refusal)
    assert len(reading.digest) == 32


@settings(max_examples=100, database=None, deadline=None)
@given(st.datetimes(timezones=st.timezones()), st.integers(-14, 14))
def test_any_time_is_refused_or_can_be_kept(moment: datetime.datetime, hours: int) -> None:
    offset = datetime.timezone(datetime.timedelta(hours=hours))
    written = moment.replace(tzinfo=offset).isoformat().encode()
    body = WHOLE.replace(NOW.isoformat().encode().replace(b"+00:00", b"Z"), written)
    assert written in body
    reading = read(Arrival("firm", "any.matter.opened", body, CONTENT_TYPE, "firm.any"))
    assert reading.refusal or (reading.time and is_possible(reading.time))


def test_whatever_comes_ends_applied_or_parked_and_acknowledged(toy: Toy, firm: Firm):
    key = topology.routing_key(firm.id, MatterOpened.type)

    @settings(max_examples=50, database=None, deadline=None)
    @given(BODIES, PROPERTIES)
    def publish(body: bytes, properties: dict[str, Any]) -> None:
        mine = body.replace(b'"firmid":"any"', f'"firmid":"{firm.id}"'.encode())
        sender = {"user_id": topology.firm_user(firm.id)}
        testing.publish(firm.amqp, topology.FIRM, key, mine, **properties, **sender)

    publish()
    toy.becomes(firm.send(MatterOpened(matter_id="m-1", title="The last")), "applied")
    states = toy.rows("SELECT DISTINCT state FROM inbox WHERE firm_id = %s", firm.id)
    assert {state for (state,) in states} == {"applied", "parked"}
    queue = f"/queues/{toy.amqp.rpartition('/')[2]}/{topology.inbox('toy')}"
    testing.wait_for(lambda: testing.management("GET", queue).get("messages") == 0)
