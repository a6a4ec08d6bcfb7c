"""Who reads along: known to all, in order, and to each sender before they send."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

from backbone.testing import wait_for
from contracts import ids
from contracts.calls.messaging import AudienceChange
from contracts.errors import AudienceChanged
from contracts.events.contacts import ContactInvited
from contracts.events.conversations import ConversationChanged
from contracts.events.matters import MatterParticipantAdded, MatterUpdated
from contracts.events.restating import ParticipantRestated
from roster.testing import minutes
from tests.services.messaging.scene import Scene

EXPERT: dict[str, Any] = {
    "name": "Dr. Lena Brandt",
    "kind": "third_party",
    "role": "Expert",
    "reason": "Reads the lab reports.",
}


def steps(scene: Scene, contact: str = "ana") -> list[tuple[str, str]]:
    return [(each.step, each.name) for each in scene.look(contact).changes]


def refused(scene: Scene, version: int, **more: Any) -> AudienceChanged:
    with pytest.raises(AudienceChanged) as refusal:
        scene.send(version=version, **more)
    return refusal.value


def test_who_joins_stands_in_the_conversation_with_role_reason_and_since_when(scene: Scene) -> None:
    scene.add("lena", at=minutes(5), since=minutes(2), **EXPERT)
    shown = scene.look()
    assert shown.changes[-1] == AudienceChange(
        number=shown.audience_version,
        at=minutes(5),
        step="joined",
        person_id=scene.person("lena"),
        from_date=minutes(2),
        **EXPERT,
    )


def test_each_change_of_the_audience_raises_its_version_and_is_told_once(scene: Scene) -> None:
    before = scene.version()
    for _ in range(2):
        scene.add("lena", at=minutes(1), **EXPERT)
        scene.add("lena", at=minutes(2), **EXPERT | {"role": "Witness"})
        scene.remove("lena", at=minutes(3))
    assert scene.version() == before + 3
    name = EXPERT["name"]
    assert steps(scene)[-3:] == [("joined", name), ("changed", name), ("left", name)]


@pytest.mark.parametrize(
    "act",
    [
        lambda scene: scene.begin(),
        lambda scene: scene.add("ana", at=minutes(-1), role="Older"),
        lambda scene: scene.close(at=minutes(1)),
        lambda scene: scene.send(),
    ],
    ids=["the same again", "an older event", "the closing", "a message"],
)
def test_what_leaves_the_audience_as_it_is_leaves_its_version(
    scene: Scene, act: Callable[[Scene], object]
) -> None:
    before = scene.look().audience_version
    act(scene)
    assert scene.look().audience_version == before


def test_events_in_another_order_lead_to_nobody_who_never_was_there(scene: Scene) -> None:
    scene.add("lena", at=minutes(1), **EXPERT)
    scene.remove("lena", at=minutes(3))
    before = scene.look()
    scene.add("lena", at=minutes(2), **EXPERT)
    assert scene.look() == before


def test_nobody_sees_changes_from_before_they_came_nor_their_own_coming_and_going(
    scene: Scene,
) -> None:
    scene.add("gone", at=minutes(1))
    scene.remove("gone", at=minutes(2))
    scene.add("lena", at=minutes(3), since=minutes(3), **EXPERT)
    scene.add("eve", name="Eve", at=minutes(4))
    scene.add("lena", at=minutes(5), since=minutes(3), **EXPERT | {"role": "Witness"})
    scene.remove("lena", at=minutes(6))
    scene.add("lena", at=minutes(7), since=minutes(3), **EXPERT | {"role": "Witness"})
    assert steps(scene, "lena") == [("joined", "Eve"), ("changed", EXPERT["name"])]


def test_a_message_for_another_audience_is_refused_and_says_who_came(scene: Scene) -> None:
    shown = scene.version()
    scene.add("lena", at=minutes(5), **EXPERT)
    refusal = refused(scene, shown)
    assert refusal.extra["audience_version"] == shown + 1
    (came,) = refusal.extra["changes"]
    assert (came["name"], came["role"], came["step"]) == (EXPERT["name"], "Expert", "joined")
    assert scene.bodies() == []
    assert scene.send(version=shown + 1).body == "Hello"


def test_of_who_came_and_went_meanwhile_only_the_last_is_said(scene: Scene) -> None:
    shown = scene.version()
    scene.add("lena", at=minutes(1), **EXPERT)
    scene.remove("lena", at=minutes(2))
    assert [each["step"] for each in refused(scene, shown).extra["changes"]] == ["left"]


def test_a_message_that_stands_is_answered_again_whoever_came_since(scene: Scene) -> None:
    own, shown = ids.new_id(), scene.version()
    first = scene.send(id=own, version=shown)
    scene.add("lena", at=minutes(5), **EXPERT)
    assert scene.send(id=own, version=shown) == first


def test_all_conversations_of_a_matter_have_its_audience_also_new_ones(scene: Scene) -> None:
    scene.add("lena", at=minutes(5), **EXPERT)
    scene.post("n-2", conversation="costs")
    assert scene.look(ref="costs").audience_version == scene.look().audience_version
    scene.remove("lena", at=minutes(6))
    assert scene.look(ref="costs").audience_version == scene.look().audience_version


@pytest.mark.parametrize(
    "act",
    [
        lambda scene: scene.add("lena", at=minutes(5), **EXPERT),
        lambda scene: scene.add("ana", role="Guardian", at=minutes(5)),
        lambda scene: scene.remove("hollis", at=minutes(5)),
        lambda scene: scene.close(at=minutes(5)),
        lambda scene: scene.open(at=minutes(5)),
        lambda scene: scene.tell(MatterUpdated(matter_id="M-1", title="Another"), minutes(5)),
    ],
    ids=["joined", "changed", "left", "closed", "opened", "renamed"],
)
def test_what_changes_about_a_conversation_wakes_all_who_see_it_and_who_did(
    scene: Scene, act: Callable[[Scene], object]
) -> None:
    before = len(scene.published(ConversationChanged))
    everyone = {scene.person("ana"), scene.person("hollis")}
    act(scene)
    (told,) = scene.published(ConversationChanged)[before:]
    assert (told.conversation_id, told.matter_ref) == (scene.conversation(), "M-1")
    assert set(told.audience) >= everyone


def test_who_took_part_before_messaging_was_there_is_told_with_the_time_of_then(
    bare: Scene,
) -> None:
    bare.open()
    bare.add("ana")
    bare.tell(ContactInvited(contact_id="eve", name="Eve", email="eve@example.com"))
    restated = ParticipantRestated(
        to="messaging",
        matter_ref="M-1",
        contact_ref="eve",
        kind="client",
        role="Client",
        reason="",
        from_date=minutes(1),
        removed_at=None,
        changed_at=minutes(1),
    )
    for _ in range(2):
        bare.tell(restated)
    (change,) = bare.look("ana").changes
    assert (change.step, change.at) == ("joined", minutes(1))


def test_a_message_on_its_way_waits_for_who_is_just_coming(scene: Scene) -> None:
    shown = scene.version()
    with ThreadPoolExecutor(1) as pool:
        with scene.service.transaction() as session:
            work = scene.service.work(session, firm_id=scene.firm_id, at=minutes(5))
            coming = MatterParticipantAdded(matter_id="M-1", contact_id="lena", **EXPERT)
            for hearing in scene.service.heard()[coming.exchange, coming.type]:
                hearing.tell(work, [coming])
            sending = pool.submit(scene.send, version=shown)
            wait_for(lambda: _waits_for_a_lock(scene))
        with pytest.raises(AudienceChanged):
            sending.result()


def _waits_for_a_lock(scene: Scene) -> bool:
    query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    with scene.sessions() as session:
        return bool(session.scalar(sa.text(f"{query} AND datname = current_database()")))
