"""Tasks: what the firm asks, what people do, and what the firm hears of it."""

import datetime
import itertools
from collections.abc import Callable
from typing import Any

import pytest

from contracts import ids
from contracts.calls.tasks import (
    CompleteTask,
    GetTask,
    ListTasks,
    ReopenTask,
    Task,
    TaskTab,
    TickStep,
)
from contracts.errors import AccessEnded, EventRefused, InvalidInput, NotFound, NotYet
from contracts.events.facts import About
from contracts.events.tasks import (
    TaskAssigned,
    TaskCancelled,
    TaskChanged,
    TaskCompleted,
    TaskFact,
    TaskReopened,
    TaskUpdated,
)
from roster.testing import minutes
from tests.services.firms import Sessions
from tests.services.matters.scene import Scene
from waiting.rule import merged

MINUTE = datetime.timedelta(seconds=60)


def told(task: str = "T-1", **more: Any) -> dict[str, Any]:
    facts = {"author_id": "hollis", "title": "Sign it", "assignees": ["ana"], **more}
    return {"task_id": task, **facts}


def assign(scene: Scene, task: str = "T-1", *, at: float = 1, **more: Any) -> None:
    facts = {"matter_id": "M-1", **told(task, **more)}
    scene.tell(TaskAssigned(**facts), minutes(at))


def update(scene: Scene, *, at: float, **more: Any) -> None:
    scene.tell(TaskUpdated(**told(**more)), minutes(at))


def named(scene: Scene, task: str = "T-1", who: str = "ana") -> dict[str, Any]:
    return {"caller": scene.caller(who), "task_id": ids.task_id(scene.firm_id, task)}


def get(scene: Scene, task: str = "T-1", who: str = "ana") -> Task:
    return scene.ask(GetTask(**named(scene, task, who)))


def complete(scene: Scene, note: str = "", who: str = "ana") -> Task:
    return scene.ask(CompleteTask(**named(scene, who=who), note=note))


def reopen(scene: Scene, who: str = "ana") -> Task:
    return scene.ask(ReopenTask(**named(scene, who=who)))


def tick(scene: Scene, number: int, done: bool = True) -> Task:
    return scene.ask(TickStep(**named(scene), number=number, done=done))


def titles(scene: Scene, *who: str, **more: Any) -> list[str]:
    call = ListTasks(caller=scene.caller(*(who or ("ana",))), **more)
    return [each.title for each in scene.ask(call).items]


def waits_for(scene: Scene, who: str = "ana") -> bool:
    """Whether it waits for them, by all that was told."""
    facts = scene.published(TaskFact)
    key = scene.person(who), About("task", ids.task_id(scene.firm_id, "T-1"))
    return merged(each for fact in facts for each in fact.waits())[key].waits


def pass_time(scene: Scene, by: datetime.timedelta) -> None:
    """As the clock does it, once so much time has passed."""
    scene.now += by
    scene.service.tell_what_is_done()


def test_a_task_is_shown_to_whom_it_is_asked_of_with_all_that_the_firm_said(scene: Scene) -> None:
    due = datetime.date(2026, 12, 4)
    steps = ["Read it", "Sign it"]
    assign(scene, text="See https://example.com", due=due, documents=["D-1"], steps=steps)
    task = get(scene)
    assert (task.title, task.text, task.due) == ("Sign it", "See https://example.com", due)
    assert (task.author_name, task.assignees, task.state) == ("Hollis", ["Ana"], "open")
    assert (task.firm_name, task.matter_title) == ("Hollis & Bray", "Estate of Ortiz")
    assert task.documents == [ids.document_id(scene.firm_id, "D-1")]
    assert [(each.number, each.text, each.done) for each in task.checklist] == [
        (1, "Read it", False),
        (2, "Sign it", False),
    ]
    (fact,) = scene.published(TaskChanged)
    assert (fact.item().title, fact.item().due, fact.item().author) == ("Sign it", due, "Hollis")
    assert waits_for(scene)


def test_who_is_not_asked_sees_nothing_of_it(scene: Scene) -> None:
    scene.add("eve", kind="third_party", role="Interpreter")
    assign(scene)
    for who in ("eve", "bob"):
        with pytest.raises(NotFound):
            get(scene, who=who)
        assert titles(scene, who) == []


def test_who_has_left_the_matter_sees_it_no_more(scene: Scene) -> None:
    assign(scene)
    scene.remove("ana", at=minutes(2))
    assert titles(scene) == []
    with pytest.raises(NotFound):
        complete(scene)


def test_who_takes_part_from_a_later_date_on_sees_it_from_then_on(scene: Scene) -> None:
    scene.add("eve", since=scene.now + MINUTE, at=minutes(1))
    assign(scene, assignees=["eve"], at=2)
    assert titles(scene, "eve") == []
    scene.now += 2 * MINUTE
    assert titles(scene, "eve") == ["Sign it"]


def test_a_task_waits_for_its_matter_its_author_and_its_assignees(bare: Scene) -> None:
    with pytest.raises(NotYet, match="has not been opened"):
        assign(bare)
    bare.open()
    with pytest.raises(NotYet, match="'hollis' has not been added"):
        assign(bare)
    bare.add("hollis", kind="staff", role="Attorney")
    with pytest.raises(NotYet, match="'ana' has not been added"):
        assign(bare)
    bare.add("ana")
    assign(bare)
    assert titles(bare) == ["Sign it"]


def test_a_client_assigns_nothing(scene: Scene) -> None:
    with pytest.raises(EventRefused, match="not one of the firm's staff"):
        assign(scene, author_id="ana")


def test_updates_and_cancellations_wait_for_the_task(scene: Scene) -> None:
    with pytest.raises(NotYet, match="has not been assigned"):
        update(scene, at=2)
    with pytest.raises(NotYet, match="has not been assigned"):
        scene.tell(TaskCancelled(task_id="T-1"), minutes(2))


def test_the_same_id_in_another_matter_is_refused(scene: Scene) -> None:
    scene.open("M-2")
    scene.add("ana", "M-2")
    scene.add("hollis", "M-2", kind="staff")
    assign(scene)
    with pytest.raises(EventRefused, match="assigned before, in another matter"):
        assign(scene, matter_id="M-2")


def test_the_firm_hears_that_it_is_done_a_minute_later(scene: Scene) -> None:
    assign(scene)
    shown = complete(scene, note="In the mail.")
    assert (shown.state, shown.completed_by, shown.note) == ("done", "Ana", "In the mail.")
    assert shown.undo_until == scene.now + MINUTE
    assert not waits_for(scene)
    pass_time(scene, MINUTE - datetime.timedelta(seconds=1))
    assert scene.published(TaskCompleted) == []
    pass_time(scene, datetime.timedelta(seconds=1))
    pass_time(scene, MINUTE)
    (done,) = scene.published(TaskCompleted)
    assert (done.by.contact_ref, done.note, done.task_ref) == ("ana", "In the mail.", "T-1")
    assert done.completed_at == scene.now - 2 * MINUTE
    assert not waits_for(scene)
    assert get(scene).undo_until is None


def test_what_is_undone_within_the_minute_never_reaches_the_firm(scene: Scene) -> None:
    assign(scene)
    complete(scene)
    shown = reopen(scene)
    assert (shown.state, shown.completed_by, shown.undo_until) == ("open", "", None)
    pass_time(scene, 2 * MINUTE)
    assert not scene.published(TaskCompleted)
    assert not scene.published(TaskReopened)
    assert waits_for(scene)


def test_what_is_reopened_later_is_told_at_once_and_can_be_done_again(scene: Scene) -> None:
    assign(scene)
    complete(scene)
    pass_time(scene, MINUTE)
    reopen(scene)
    (reopened,) = scene.published(TaskReopened)
    assert reopened.by.contact_ref == "ana"
    assert waits_for(scene)
    complete(scene)
    pass_time(scene, MINUTE)
    assert len(scene.published(TaskCompleted)) == 2
    assert not waits_for(scene)


def test_one_of_several_does_it_for_all(scene: Scene) -> None:
    scene.add("ben")
    assign(scene, assignees=["ana", "ben", "ana"])
    assert get(scene).assignees == ["Ana", "Ben"]
    complete(scene, who="ben")
    assert get(scene).completed_by == "Ben"
    assert not waits_for(scene)
    assert not waits_for(scene, "ben")
    reopen(scene)
    assert waits_for(scene, "ben")


def test_what_was_done_twice_is_done_once(scene: Scene) -> None:
    assign(scene)
    complete(scene, note="First")
    assert complete(scene).note == "First"
    reopen(scene)
    versions = [each.version for each in scene.published(TaskChanged)]
    reopen(scene)
    assert [each.version for each in scene.published(TaskChanged)] == versions == [1, 2, 3]


def test_until_the_firm_hears_of_it_who_did_it_may_write_another_note(scene: Scene) -> None:
    scene.add("ben")
    assign(scene, assignees=["ana", "ben"])
    complete(scene)
    assert complete(scene, note="In ink").note == "In ink"
    assert complete(scene, note="Mine", who="ben").note == "In ink"
    pass_time(scene, MINUTE)
    assert complete(scene, note="Too late").note == "In ink"
    (done,) = scene.published(TaskCompleted)
    assert done.note == "In ink"


def test_steps_are_ticked_and_stay_ticked_when_the_firm_rewords_others(scene: Scene) -> None:
    assign(scene, steps=["Read it", "Sign it", "Post it"])
    tick(scene, 1)
    tick(scene, 3)
    assert tick(scene, 1, done=False).steps_done == 1
    update(scene, at=2, steps=["Post it", "Read all of it"])
    assert [(each.text, each.done) for each in get(scene).checklist] == [
        ("Post it", True),
        ("Read all of it", False),
    ]
    with pytest.raises(NotFound):
        tick(scene, 3)
    complete(scene)
    with pytest.raises(AccessEnded):
        tick(scene, 2)


def test_a_tick_is_no_news_by_e_mail_to_who_is_asked(scene: Scene) -> None:
    assign(scene, steps=["Read it"])
    tick(scene, 1)
    assert scene.published(TaskChanged)[-1].waits() == []


def test_who_is_asked_no_more_is_done_with_it(scene: Scene) -> None:
    scene.add("ben")
    assign(scene, assignees=["ana", "ben"])
    update(scene, at=2, assignees=["ben"])
    assert titles(scene) == []
    assert not waits_for(scene)
    assert waits_for(scene, "ben")
    update(scene, at=3, assignees=["ben", "ana"])
    assert waits_for(scene)


def test_an_older_update_changes_nothing_and_the_same_again_is_no_news(scene: Scene) -> None:
    assign(scene)
    update(scene, at=5, title="Newer")
    update(scene, at=4, title="Older")
    assign(scene, at=1)
    update(scene, at=6, title="Newer")
    assert get(scene).title == "Newer"
    assert len(scene.published(TaskChanged)) == 2


def test_a_cancelled_task_waits_for_nobody_and_says_why(scene: Scene) -> None:
    assign(scene)
    scene.tell(TaskCancelled(task_id="T-1", reason="We have it."), minutes(3))
    assert (get(scene).state, get(scene).reason) == ("cancelled", "We have it.")
    assert not waits_for(scene)
    assert titles(scene) == []
    assert titles(scene, tab="done") == ["Sign it"]
    for act in (complete, reopen):
        with pytest.raises(AccessEnded, match="cancelled"):
            act(scene)
    update(scene, at=4, title="Other words")
    assert get(scene).state == "cancelled"
    assert not waits_for(scene)


def test_what_is_assigned_again_after_it_was_cancelled_is_back(scene: Scene) -> None:
    assign(scene)
    scene.tell(TaskCancelled(task_id="T-1"), minutes(3))
    assign(scene, at=2)
    assert get(scene).state == "cancelled"
    assign(scene, at=4)
    assert get(scene).state == "open"
    assert waits_for(scene)


def test_a_cancellation_older_than_what_it_was_assigned_by_ends_nothing(scene: Scene) -> None:
    assign(scene, at=3)
    scene.tell(TaskCancelled(task_id="T-1"), minutes(2))
    assert get(scene).state == "open"


def test_in_whichever_order_they_come_the_same_stands(sessions: Sessions) -> None:
    """What was cancelled is back only by being assigned, after that."""
    tellings = [
        lambda scene: assign(scene, at=1),
        lambda scene: scene.tell(TaskCancelled(task_id="T-1"), minutes(3)),
        lambda scene: update(scene, at=5, title="Newest"),
        lambda scene: assign(scene, at=4, title="Again"),
    ]
    for last in (tellings[:3], tellings):
        stands = set()
        for order in itertools.permutations(last[1:]):
            scene = Scene(sessions)
            scene.begin()
            for tell in (last[0], *order):
                tell(scene)
            stands.add((get(scene).state, get(scene).title, waits_for(scene)))
        assert len(stands) == 1, stands


def test_a_nightly_sync_leaves_done_what_is_done(scene: Scene) -> None:
    assign(scene)
    complete(scene)
    pass_time(scene, MINUTE)
    assign(scene, at=5, text="With more words")
    scene.tell(TaskCancelled(task_id="T-1"), minutes(6))
    assert (get(scene).state, get(scene).text) == ("done", "With more words")
    assert not waits_for(scene)


@pytest.mark.parametrize("act", [complete, reopen, lambda scene: tick(scene, 1)])
def test_in_a_closed_matter_everything_stays_as_it_is(
    scene: Scene, act: Callable[[Scene], object]
) -> None:
    assign(scene, steps=["Read it"])
    scene.close(at=minutes(2))
    assert get(scene).closed
    with pytest.raises(AccessEnded):
        act(scene)


def test_the_first_due_comes_first_and_what_has_no_day_last(scene: Scene) -> None:
    days = {"T-1": 9, "T-2": None, "T-3": 4, "T-4": None, "T-5": 4}
    for place, (task, day) in enumerate(days.items()):
        due = day and datetime.date(2026, 12, day)
        assign(scene, task, title=task, due=due, at=place)
    assert titles(scene) == ["T-3", "T-5", "T-1", "T-2", "T-4"]


@pytest.mark.parametrize("limit", [1, 2, 3])
@pytest.mark.parametrize("tab", ["open", "done"])
def test_page_by_page_each_task_comes_once(scene: Scene, limit: int, tab: TaskTab) -> None:
    for number in range(7):
        due = datetime.date(2026, 12, 1 + number // 2) if number % 3 else None
        assign(scene, f"T-{number}", title=f"T-{number}", due=due, at=number % 2)
        if tab == "done":
            scene.tell(TaskCancelled(task_id=f"T-{number}"), minutes(5 + number // 2))
    caller, seen, cursor = scene.caller("ana"), list[str](), ""
    while len(seen) < 7:
        page = scene.ask(ListTasks(caller=caller, tab=tab, cursor=cursor, limit=limit))
        seen += [each.title for each in page.items]
        cursor = page.next or "none"
    assert cursor == "none"
    assert seen == titles(scene, tab=tab)
    assert len(set(seen)) == 7


def test_the_list_is_narrowed_to_a_matter_and_a_firm(scene: Scene) -> None:
    scene.open("M-2")
    scene.add("ana", "M-2")
    scene.add("hollis", "M-2", kind="staff")
    assign(scene)
    assign(scene, "T-2", title="Other", matter_id="M-2")
    assert titles(scene, matter_id=ids.matter_id(scene.firm_id, "M-2")) == ["Other"]
    assert len(titles(scene, firm_id=scene.firm_id)) == 2
    assert titles(scene, firm_id="elsewhere") == []


def test_a_cursor_that_is_none_of_ours_is_refused(scene: Scene) -> None:
    with pytest.raises(InvalidInput):
        titles(scene, cursor="next")


def test_a_due_date_outside_all_calendars_is_refused(scene: Scene) -> None:
    with pytest.raises(EventRefused, match="'due' lies outside the years"):
        assign(scene, due=datetime.date(9999, 12, 31))
