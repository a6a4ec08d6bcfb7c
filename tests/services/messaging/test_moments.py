"""Whatever moments come, what is stored of them can be read again."""

import contextlib
import datetime
import uuid

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts import topology
from contracts.calls import messaging as calls
from contracts.errors import EventRefused, InvalidInput
from contracts.events import decode
from tests.services.messaging.scene import Scene

SOME = settings(
    max_examples=30,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(
    lambda minutes: datetime.timezone(datetime.timedelta(minutes=minutes))
)
YEARS = st.sampled_from([1, 1969, 1970, 2026, 2100, 2199, 2200, 9999])
MOMENTS = st.datetimes(timezones=OFFSETS) | st.builds(
    lambda year, moment: moment.replace(year=year, day=28),
    YEARS,
    st.datetimes(timezones=OFFSETS),
)


def tell(scene: Scene, type: str, time: datetime.datetime, **data: object) -> None:
    """The event comes in by the door, as JSON; one that it refuses goes no further."""
    told = {"id": uuid.uuid4().hex, "source": "/tests", "type": type, "time": time}
    body = {"specversion": "1.0", "firmid": scene.firm_id, "data": {"matter_id": "M-1", **data}}
    with contextlib.suppress(EventRefused):
        envelope, event = decode(msgspec.json.encode(told | body), topology.FIRM)
        scene.tell(event, envelope.time)


@SOME
@given(time=MOMENTS, from_date=MOMENTS, posted_at=MOMENTS)
def test_any_moment_of_an_event_is_refused_or_can_be_read(
    scene: Scene,
    time: datetime.datetime,
    from_date: datetime.datetime,
    posted_at: datetime.datetime,
) -> None:
    ana = {"contact_id": "ana", "name": "Ana", "kind": "client", "role": "Client"}
    tell(scene, "matter.participant_added", time, **ana, from_date=from_date)
    posted = {"author_id": "hollis", "body": "Dear Ana", "posted_at": posted_at}
    tell(scene, "message.posted", time, **posted, message_id=uuid.uuid4().hex)
    for who in ("ana", "hollis"):
        assert len(scene.overview(who).items) == 1
        scene.page(who)


@SOME
@given(
    at=st.integers(0, 10**18).map(str) | st.text(max_size=20),
    id=st.uuids().map(lambda one: one.hex) | st.text(max_size=33),
)
def test_any_moment_in_a_cursor_is_refused_or_answered(scene: Scene, at: str, id: str) -> None:
    with contextlib.suppress(InvalidInput):
        scene.ask(calls.ListConversations(caller=scene.caller("ana"), cursor=f"{at}.{id}"))
