"""What waits for whom: the list follows the facts of all services, by their face alone."""

import datetime
import itertools
import uuid
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from contracts import ids
from contracts.calls.todo import CountTodo, ListTodo
from contracts.errors import InvalidInput
from contracts.events.facts import About, Item, MatterFact, Waiting
from contracts.events.matters import MatterUpdated
from contracts.events.todo import TodoChanged
from roster.testing import minutes
from services.matters.todo import following
from tests.services.matters.scene import Scene
from tests.services.statements import run_by


def test_an_unread_message_waits_once_a_conversation_until_it_is_read(scene: Scene) -> None:
    scene.follow(scene.sent("ana"), scene.sent("ana", position=2, at=minutes(5)))
    (item,) = scene.todo().items
    assert (item.about.kind, item.about.id) == ("conversation", scene.conversation())
    assert (item.title, item.author, item.since) == ("", "Hollis", minutes(5))
    assert (item.matter_title, item.firm_name) == ("Estate of Ortiz", "Hollis & Bray")
    scene.follow(scene.read("ana", 1))
    assert scene.waiting() == ["conversation"]
    scene.follow(scene.read("ana", 2))
    assert (scene.waiting(), scene.count()) == ([], 0)


def test_what_is_done_is_kept_with_when_it_was(scene: Scene) -> None:
    scene.follow(scene.ready("ana"), scene.sent("ana"))
    scene.now += datetime.timedelta(minutes=1)
    scene.follow(scene.viewed("ana"))
    scene.now += datetime.timedelta(minutes=1)
    scene.follow(scene.read("ana"))
    done = scene.todo(tab="done").items
    assert [item.about.kind for item in done] == ["conversation", "document"]
    assert done[0].ended_at == scene.now
    scene.follow(scene.sent("ana", position=2))
    assert scene.waiting(tab="done") == ["document Lease.pdf"]


def test_ones_own_message_is_nothing_that_was_done(scene: Scene) -> None:
    scene.follow(scene.sent("hollis", author="ana"))
    assert scene.waiting() == scene.waiting(tab="done") == []
    assert scene.waiting("hollis") == ["conversation"]


def test_what_was_seen_to_before_it_was_told_is_done(scene: Scene) -> None:
    scene.follow(scene.read("ana"), scene.sent("ana"))
    assert scene.waiting() == []
    assert scene.waiting(tab="done") == ["conversation"]


def test_a_document_waits_until_it_is_opened_and_anew_in_a_new_version(scene: Scene) -> None:
    scene.follow(scene.ready("ana"))
    assert scene.waiting() == ["document Lease.pdf"]
    scene.follow(scene.viewed("ana"))
    assert scene.waiting() == []
    scene.follow(scene.ready("ana", version=2, change=2, name="Lease, signed.pdf"))
    assert scene.waiting() == ["document Lease, signed.pdf"]
    scene.follow(scene.revoked("ana", version=2, change=3, name="Lease, signed.pdf"))
    assert scene.waiting() == []


def test_facts_in_any_order_and_twice_lead_to_the_same(sessions: sessionmaker[Session]) -> None:
    seen = set()
    for order in itertools.permutations(range(4)):
        scene = Scene(sessions)
        scene.begin()
        facts = [
            scene.sent("ana", position=2),
            scene.read("ana", 1),
            scene.ready("ana"),
            scene.ready("ana", version=2, change=2, name="New.pdf"),
        ]
        scene.follow(*(facts[n] for n in order), facts[order[0]])
        seen.add(tuple(sorted(scene.waiting())))
    assert seen == {("conversation", "document New.pdf")}


def test_facts_that_come_together_are_taken_as_if_one_by_one(scene: Scene) -> None:
    scene.tell_together([scene.sent("ana"), scene.sent("ana", position=2)])
    scene.tell_together([scene.read("ana", 2)])
    scene.tell_together([scene.sent("ana", position=3), scene.sent("ana", position=4)])
    assert (scene.waiting(), scene.waiting(tab="done")) == (["conversation"], [])


def test_an_older_fact_changes_nothing_that_a_newer_one_said(scene: Scene) -> None:
    new = scene.ready("ana", version=2, change=3, name="New.pdf")
    scene.follow(new, scene.ready("ana", change=1, name="Old.pdf"))
    assert scene.waiting() == ["document New.pdf"]


def test_it_bears_the_names_that_the_firm_gives_now(scene: Scene) -> None:
    scene.follow(scene.sent("ana", subject_line="The hearing"))
    scene.tell(MatterUpdated(matter_id="M-1", title="Ortiz, renamed"), minutes(9))
    (item,) = scene.todo().items
    assert (item.title, item.matter_title) == ("The hearing", "Ortiz, renamed")


def test_what_is_from_the_firm_itself_bears_the_name_that_the_firm_has_now(scene: Scene) -> None:
    errand(scene, "Invoice 1")
    errand(scene, "Sign it", author="Hollis")
    scene.register("Bray & Partners", minutes(9))
    from_whom = {item.title: item.author for item in scene.todo().items}
    assert from_whom == {"Invoice 1": "Bray & Partners", "Sign it": "Hollis"}


def test_what_is_from_somebody_bears_the_name_that_they_have_now(scene: Scene) -> None:
    scene.follow(scene.sent("ana"), scene.ready("ana"))
    errand(scene, "Sign it", author="Counsel", author_id=uuid.uuid4())  # nobody knows them here
    scene.rename("hollis", "Hollis Bray", minutes(9))
    from_whom = {item.title: item.author for item in scene.todo().items}
    assert from_whom == {"": "Hollis Bray", "Lease.pdf": "Hollis Bray", "Sign it": "Counsel"}


class Errand(MatterFact, frozen=True, kw_only=True):
    """A fact of a kind that nothing here knows."""

    id: uuid.UUID
    as_item: Item

    def about(self) -> About:
        return About("task", self.id)

    def item(self) -> Item:
        return self.as_item

    def waits(self) -> list[Waiting]:
        number = self.as_item.number
        return [Waiting(persons=self.audience, about=self.about(), opened=number)]


def errand(scene: Scene, title: str, id: uuid.UUID | None = None, **item: Any) -> None:
    fact = Errand(
        matter_id=ids.matter_id(scene.firm_id, "M-1"),
        matter_ref="M-1",
        audience=[scene.person("ana")],
        id=id or uuid.uuid4(),
        as_item=Item(**{"number": 1, "title": title, **item}),
    )
    with scene.service.turn() as work:
        following.follow(work, [fact])


def test_what_is_due_comes_by_its_day_and_what_has_none_last(scene: Scene) -> None:
    day = datetime.date(2026, 12, 1)
    late = datetime.datetime(2026, 12, 3, 23, 30, tzinfo=datetime.UTC)
    errand(scene, "no day")
    errand(scene, "on the fourth", due=datetime.date(2026, 12, 4))
    errand(scene, "on the third there", starts_at=late, time_zone="America/Chicago")
    errand(scene, "on the fourth there", starts_at=late, time_zone="Asia/Tokyo")
    errand(scene, "on the first", due=day)
    titles = [item.title for item in scene.todo().items]
    assert (titles[0], titles[1], titles[-1]) == ("on the first", "on the third there", "no day")
    assert set(titles[2:4]) == {"on the fourth", "on the fourth there"}


def test_it_moves_when_its_day_changes_and_not_by_what_was_said_before(scene: Scene) -> None:
    moved, day = uuid.uuid4(), datetime.date(2026, 12, 1)
    errand(scene, "first", due=day)
    errand(scene, "moved", moved)
    assert [item.title for item in scene.todo().items] == ["first", "moved"]
    errand(scene, "moved", moved, number=3, due=day - datetime.timedelta(days=1))
    errand(scene, "moved", moved, number=2, due=day + datetime.timedelta(days=1))
    assert [item.title for item in scene.todo().items] == ["moved", "first"]
    errand(scene, "moved", moved, number=4)
    assert [item.title for item in scene.todo().items] == ["first", "moved"]


def test_who_left_the_matter_sees_nothing_of_it_and_who_came_back_nothing_of_before(
    scene: Scene,
) -> None:
    scene.follow(scene.sent("ana"), scene.ready("ana"), scene.viewed("ana"))
    scene.remove("ana", at=minutes(1))
    assert (scene.waiting(), scene.waiting(tab="done"), scene.count()) == ([], [], 0)
    scene.add("ana", at=minutes(2))
    assert (scene.waiting(), scene.count()) == ([], 0)
    scene.follow(scene.sent("ana", position=2, at=minutes(3)))
    assert (scene.waiting(), scene.count()) == (["conversation"], 1)


def test_a_stranger_and_a_participant_who_is_not_meant_see_nothing(scene: Scene) -> None:
    scene.add("eve")
    scene.follow(scene.sent("ana"))
    assert scene.waiting("eve") == scene.waiting("bob") == []
    assert (scene.count("eve"), scene.count("bob")) == (0, 0)


def test_an_account_that_is_two_persons_in_a_matter_sees_each_thing_once(scene: Scene) -> None:
    scene.add("eve", at=minutes(1))
    scene.follow(scene.sent("ana", "eve", at=minutes(2)))
    assert (scene.waiting("ana", "eve"), scene.count("ana", "eve")) == (["conversation"], 1)
    scene.follow(scene.read("ana"))  # as whom the account takes part, having seen the most
    assert (scene.waiting("ana", "eve"), scene.count("ana", "eve")) == ([], 0)


def test_it_is_narrowed_to_a_matter_and_to_a_firm(sessions: sessionmaker[Session]) -> None:
    one, other = Scene(sessions), Scene(sessions)
    for firm in (one, other):
        firm.begin()
        firm.open("M-2", "Another")
        firm.add("ana", "M-2")
        firm.follow(firm.ready("ana"), firm.sent("ana", matter="M-2", at=minutes(1)))
    caller = one.caller("ana")
    caller.persons.extend(other.caller("ana").persons)
    everything = one.ask(ListTodo(caller=caller)).items
    assert len(everything) == one.ask(CountTodo(caller=caller)).count == 4
    assert [item.since for item in everything] == [minutes(1)] * 2 + [minutes(0)] * 2
    of_firm = one.ask(ListTodo(caller=caller, firm_id=other.firm_id)).items
    assert [item.firm_id for item in of_firm] == [other.firm_id] * 2
    matter = everything[-1].matter_id
    assert one.ask(ListTodo(caller=caller, matter_id=matter)).items == [everything[-1]]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("tab", ["open", "done"])
def test_page_by_page_each_item_comes_once_and_in_its_order(
    scene: Scene, limit: int, tab: str
) -> None:
    for n in range(7):
        at = minutes(n // 2)
        scene.follow(scene.ready("ana", document=f"D-{n}", name=f"{n}.pdf", at=at))
        if tab == "done":
            scene.follow(scene.viewed("ana", f"D-{n}"))
    page = scene.todo(tab=tab, limit=limit)
    seen = list(page.items)
    while page.next:
        page = scene.todo(tab=tab, limit=limit, cursor=page.next)
        seen += page.items
    assert seen == scene.todo(tab=tab).items
    assert len({item.about.id for item in seen}) == len(seen) == 7
    if tab == "open":
        assert [item.since for item in seen] == sorted((it.since for it in seen), reverse=True)


@pytest.mark.parametrize("cursor", ["next", "1", "1.0", "-1." + "0" * 32])
@pytest.mark.parametrize("tab", ["open", "done"])
def test_a_cursor_that_is_none_of_ours_is_refused(scene: Scene, tab: str, cursor: str) -> None:
    with pytest.raises(InvalidInput):
        scene.todo(tab=tab, cursor=cursor)


def test_it_is_counted_no_further_than_a_hundred(scene: Scene) -> None:
    facts = [scene.ready("ana", document=f"D-{n}") for n in range(120)]
    scene.tell_together(facts)
    assert scene.count() == 100


def test_what_many_matters_say_takes_no_more_statements_but_to_tell_of_each(scene: Scene) -> None:
    def statements(*matters: str) -> int:
        facts = [scene.sent("ana", "hollis", matter=each) for each in matters]
        ran = run_by(scene, lambda: scene.tell_together(facts))
        return sum("INSERT INTO outbox" not in statement for statement, _ in ran)

    matters = [f"N-{number}" for number in range(5)]
    for matter in matters:
        scene.open(matter)
        for contact, kind in (("hollis", "staff"), ("ana", "client")):
            scene.add(contact, matter, kind=kind)
    assert statements("N-0") == statements(*matters[1:])


def test_those_whose_list_changed_hear_of_it_once_it_has(scene: Scene) -> None:
    def told() -> list[list[str]]:
        names = {scene.person(name): name for name in ("ana", "hollis", "eve")}
        return [[names[each] for each in news.audience] for news in scene.published(TodoChanged)]

    scene.follow(scene.sent("ana", "hollis"))
    assert told() == [["ana"]]  # nobody of the firm has a list here
    scene.follow(scene.sent("ana", "hollis"))  # the same again
    scene.follow(scene.sent("hollis", author="eve", position=0))
    assert told() == [["ana"]]
    scene.follow(scene.read("ana"), scene.read("ana"))
    assert told() == [["ana"], ["ana"]]
