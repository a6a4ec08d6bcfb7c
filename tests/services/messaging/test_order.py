"""The list of conversations goes by the last activity, whatever came in which order."""

import datetime
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session, sessionmaker

from backbone.testing import wait_for
from contracts.calls.messaging import ListConversations
from contracts.events.matters import MatterParticipantAdded
from contracts.events.messages import MessagePosted
from roster.testing import minutes
from tests.services.messaging.scene import Scene

MATTERS = ["M-1", "M-2", "M-3"]
PEOPLE = ["ana", "eve"]
# What the list is by definition: of all that the account takes part in, as whom it sees the most.
BY_DEFINITION = sa.text("""
    SELECT conversations.id FROM conversations JOIN (
        SELECT DISTINCT ON (matter_id) matter_id, from_date FROM participants
        WHERE person_id = ANY (:persons) AND removed_at IS NULL
        ORDER BY matter_id, from_date, person_id
    ) me USING (matter_id)
    ORDER BY
        CASE WHEN from_date > now() THEN active_at ELSE greatest(active_at, from_date) END DESC,
        conversations.id DESC
""")
Step = tuple[str, str, str, int]


def steps(kinds: list[str]) -> st.SearchStrategy[list[Step]]:
    step = st.tuples(
        st.sampled_from(kinds),
        st.sampled_from(MATTERS),
        st.sampled_from(PEOPLE),
        st.integers(1, 500),
    )
    return st.lists(step, max_size=14)


SOME = settings(
    max_examples=40,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@SOME
@given(steps=steps(["post", "begin", "come", "come later", "leave"]))
def test_page_by_page_it_is_what_it_is_by_definition(
    sessions: sessionmaker[Session], steps: list[Step]
) -> None:
    """Events are told in any order; their moments are some minutes apart."""
    scene = _firm(sessions)
    for number, (kind, matter, person, when) in enumerate(steps):
        _do(scene, number, kind, matter, person, minutes(2 * when))
    _assert_as_defined(scene)


@SOME
@given(steps=steps(["post", "post", "come", "leave"]))
def test_seconds_apart_it_is_so_too_where_all_is_told_as_it_happens(
    sessions: sessionmaker[Session], steps: list[Step]
) -> None:
    scene = _firm(sessions)
    for number, (kind, matter, person, _) in enumerate(steps):
        _do(scene, number, kind, matter, person, minutes(10 + number / 30))
    _assert_as_defined(scene)


def test_the_pages_stay_in_order_while_others_write(scene: Scene) -> None:
    for n in range(2, 8):
        scene.open(f"M-{n}", at=minutes(n))
        scene.add("ana", f"M-{n}")
        scene.add("hollis", f"M-{n}", kind="staff")
    page = scene.overview(limit=2)
    seen = [each.id for each in page.items]
    while page.next:
        scene.send("hollis", matter="M-7")
        page = scene.overview(limit=2, cursor=page.next)
        seen += [each.id for each in page.items]
    assert seen == [scene.conversation(f"M-{n}") for n in range(7, 0, -1)]


def test_who_comes_again_finds_the_conversation_where_they_came(scene: Scene) -> None:
    scene.open("M-2", at=minutes(3))
    scene.add("ana", "M-2")
    scene.remove("ana", at=minutes(4))
    assert _ids(scene) == [scene.conversation("M-2")]
    scene.add("ana", at=minutes(5))
    assert _ids(scene) == [scene.conversation("M-1"), scene.conversation("M-2")]


def test_from_the_day_on_that_somebody_takes_part_it_is_their_newest(scene: Scene) -> None:
    scene.open("M-2")
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=1.5)
    scene.add("ana", "M-2", since=soon)
    scene.post(at=minutes(5))
    assert _ids(scene) == [scene.conversation("M-1"), scene.conversation("M-2")]
    wait_for(lambda: _ids(scene) == [scene.conversation("M-2"), scene.conversation("M-1")])


@pytest.mark.parametrize("begins_first", [True, False])
def test_who_comes_while_a_conversation_begins_has_it_in_the_list(
    scene: Scene, begins_first: bool
) -> None:
    comes = MatterParticipantAdded(
        matter_id="M-1", contact_id="eve", name="Eve", kind="client", role="Client"
    )
    begins = MessagePosted(
        matter_id="M-1",
        message_id="n-1",
        author_id="hollis",
        body="Dear all",
        posted_at=minutes(1),
        conversation_id="C-2",
    )
    first, second = (begins, comes) if begins_first else (comes, begins)
    with ThreadPoolExecutor(1) as pool:
        with scene.service.transaction() as session:
            scene.service.hear(session, first, firm_id=scene.firm_id, at=minutes(1))
            behind = pool.submit(scene.tell, second, minutes(1))
            wait_for(lambda: behind.done() or _somebody_waits(scene))
        behind.result()
    assert len(_ids(scene, "eve")) == 2


def _somebody_waits(scene: Scene) -> bool:
    waiting = sa.text("""
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
    """)
    with scene.sessions() as session:
        return bool(session.scalar(waiting))


def _firm(sessions: sessionmaker[Session]) -> Scene:
    scene = Scene(sessions)
    scene.begin()
    for matter in MATTERS[1:]:
        scene.open(matter)
        scene.add("ana", matter)
    for matter in MATTERS:
        scene.add("hollis", matter, kind="staff")
    return scene


def _do(
    scene: Scene, number: int, kind: str, matter: str, person: str, at: datetime.datetime
) -> None:
    match kind:
        case "post":
            scene.post(f"n-{number}", matter=matter, at=at)
        case "begin":
            scene.post(f"n-{number}", matter=matter, at=at, conversation=f"C-{number % 2}")
        case "come":
            scene.add(person, matter, at=at)
        case "come later":
            scene.add(person, matter, at=at, since=scene.now + datetime.timedelta(days=number + 1))
        case "leave":
            scene.add(person, matter, at=minutes(0))
            scene.remove(person, matter, at=at)


def _assert_as_defined(scene: Scene) -> None:
    for persons in (["ana"], ["eve"], ["ana", "eve"]):
        given = {"persons": [scene.person(person) for person in persons]}
        with scene.sessions() as session:
            defined = list(session.scalars(BY_DEFINITION, given))
        assert _ids(scene, *persons) == defined
        assert _ids(scene, *persons, limit=2) == defined


def _ids(scene: Scene, *persons: str, limit: int = 50) -> list[uuid.UUID]:
    """The whole list, page by page."""
    caller = scene.caller(*(persons or ("ana",)))
    page = scene.ask(ListConversations(caller=caller, limit=limit))
    found = [each.id for each in page.items]
    while page.next:
        page = scene.ask(ListConversations(caller=caller, limit=limit, cursor=page.next))
        found += [each.id for each in page.items]
    return found
