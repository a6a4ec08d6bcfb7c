"""Where matters stand, as their firms say it."""

import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from contracts import ids
from contracts.calls.progress import GetNewestStep, GetStanding, Standing, Step
from contracts.errors import EventRefused, NotFound, NotYet
from contracts.events.progress import MatterProgressed, ProgressChanged
from roster.testing import minutes
from tests.services.matters.scene import Scene
from tests.services.matters.test_appointments import cancel, schedule

STAGES = ["First look", "Negotiation", "Closed"]


def progress(
    scene: Scene, stage: str = "First look", at: int = 1, matter: str = "M-1", **more: Any
) -> None:
    scene.tell(MatterProgressed(matter_id=matter, stage=stage, **more), minutes(at))


def standing(scene: Scene, contact: str = "ana", matter: str = "M-1") -> Standing:
    matter_id = ids.matter_id(scene.firm_id, matter)
    return scene.ask(GetStanding(caller=scene.caller(contact), matter_id=matter_id))


def next_title(scene: Scene, contact: str = "ana", matter: str = "M-1") -> str | None:
    shown = standing(scene, contact, matter).next_appointment
    return shown.title if shown else None


def newest(scene: Scene, *contacts: str, **more: Any) -> Step | None:
    return scene.ask(GetNewestStep(caller=scene.caller(*contacts), **more)).step


def test_a_matter_stands_where_its_firm_says_and_the_newest_word_counts(scene: Scene) -> None:
    assert standing(scene).progress is None
    told: dict[str, Any] = {"stages": STAGES, "next_step": "They answer.", "who_acts": "Lakeside"}
    day = datetime.date(2026, 12, 1)
    progress(scene, "Negotiation", at=5, since=day, next_on=day, **told)
    progress(scene, "First look", at=4, stages=STAGES)
    shown = standing(scene).progress
    assert shown is not None
    assert (shown.stage, shown.stages, shown.since, shown.next_on) == (
        "Negotiation",
        STAGES,
        day,
        day,
    )
    assert (shown.next_step, shown.who_acts, shown.told_at) == (
        "They answer.",
        "Lakeside",
        minutes(5),
    )


def test_a_matters_page_has_what_waits_in_it_and_who_takes_part(scene: Scene) -> None:
    scene.open("M-2", "Another")
    scene.add("ana", "M-2")
    scene.follow(scene.sent("ana", matter="M-2"))
    for n in range(7):
        scene.follow(scene.ready("ana", document=f"D-{n}", name=f"{n}.pdf", at=minutes(n)))
    shown = standing(scene)
    assert [item.title for item in shown.waiting] == [f"{n}.pdf" for n in (6, 5, 4, 3, 2)]
    assert (shown.summary.title, [one.name for one in shown.participants]) == (
        "Estate of Ortiz",
        ["Ana", "Hollis"],
    )


def test_a_matters_page_has_the_callers_next_appointment_that_takes_place(scene: Scene) -> None:
    scene.open("M-2", "Another")
    scene.add("ana", "M-2")
    assert next_title(scene) is None
    march: dict[str, Any] = {"starts": "2027-03-12T10:00", "ends": "2027-03-12T11:00"}
    past: dict[str, Any] = {"starts": "2020-03-12T10:00", "ends": "2020-03-12T11:00"}
    schedule(scene, "A-0", title="Long ago", **past)
    schedule(scene, "A-1", title="Hearing")
    schedule(scene, "A-2", title="Reading", **march)
    assert next_title(scene) == "Hearing"
    cancel(scene, at=2)
    assert next_title(scene) == "Reading"
    assert next_title(scene, matter="M-2") is None


def test_a_matters_page_has_no_appointment_of_others(scene: Scene) -> None:
    scene.add("ben")
    schedule(scene, participants=["ben", "hollis"])
    assert next_title(scene) is None
    assert next_title(scene, "ben") == "Meeting"


def test_those_who_take_part_hear_of_it_once(scene: Scene) -> None:
    progress(scene, at=5)
    progress(scene, at=4)
    scene.open("M-2", "Nobody's")
    progress(scene, matter="M-2")
    (news,) = scene.published(ProgressChanged)
    assert set(news.audience) == {scene.person("ana"), scene.person("hollis")}


def test_the_newest_step_is_of_the_callers_own_open_matters(
    sessions: sessionmaker[Session],
) -> None:
    scene = Scene(sessions)
    scene.begin()
    assert newest(scene, "ana") is None
    for n, stage in enumerate(["one", "two", "closed", "others'"], 2):
        scene.open(f"M-{n}", stage)
        scene.add("bob" if stage == "others'" else "ana", f"M-{n}")
        progress(scene, stage, at=n, matter=f"M-{n}")
    scene.close("M-4", at=minutes(9))

    def newest_stage(**more: Any) -> str:
        step = newest(scene, "ana", **more)
        return step.progress.stage if step else ""

    assert newest_stage() == "two"
    assert newest_stage(matter_id=ids.matter_id(scene.firm_id, "M-2")) == "one"
    assert newest_stage(matter_id=ids.matter_id(scene.firm_id, "M-5")) == ""
    assert (newest_stage(firm_id=scene.firm_id), newest_stage(firm_id="another")) == ("two", "")


def test_a_stranger_sees_no_matters_page(scene: Scene) -> None:
    progress(scene)
    with pytest.raises(NotFound):
        standing(scene, "bob")
    assert newest(scene, "bob") is None


def test_it_waits_for_its_matter_and_a_stage_that_is_none_is_refused(bare: Scene) -> None:
    with pytest.raises(NotYet):
        progress(bare)
    bare.begin()
    with pytest.raises(EventRefused, match="none of the stages"):
        progress(bare, "Elsewhere", stages=STAGES)
