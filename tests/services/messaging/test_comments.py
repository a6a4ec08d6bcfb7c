"""Comments stand beside their document and in its conversation, for those alike who see both."""

import datetime
import uuid
from typing import Any

import pytest

from contracts import ids
from contracts.calls.messaging import AboutDocument
from contracts.errors import Conflict, EventRefused, InvalidInput, NotFound, NotYet
from contracts.events.messages import MessageSent, PostedAbout
from contracts.values import Spot
from roster.testing import START
from tests.services.messaging.scene import Scene

SPOT = Spot(left=0.1, top=0.4, width=0.5, height=0.05)
DAY = datetime.timedelta(days=1)


def on(
    document: uuid.UUID,
    page: int | None = 7,
    spot: Spot | None = SPOT,
    *,
    version: int | None = None,
) -> AboutDocument:
    return AboutDocument(document_id=document, version=version, page=page, spot=spot)


def bodies(scene: Scene, contact: str, document: uuid.UUID) -> list[str]:
    return [each.body for each in scene.comments(contact, document).items]


def test_a_comment_stands_in_its_conversation_and_beside_its_document(scene: Scene) -> None:
    lease = scene.hear_of()
    sent = scene.send("ana", "Is this the deposit?", about=on(lease))
    shown = sent.about
    assert shown is not None
    assert (shown.state, shown.name, shown.page, shown.spot) == ("ready", "Lease.pdf", 7, SPOT)
    page = scene.comments("hollis", lease)
    assert (page.total, page.conversation_id, page.next) == (1, scene.conversation(), None)
    (there,), (here,) = scene.page("hollis").items, page.items
    assert there == here
    assert there.about == sent.about
    (news,) = scene.published(MessageSent)
    assert news.on is not None
    assert (news.on.document_id, news.on.document_ref, news.on.page, news.on.spot) == (
        lease,
        "D-1",
        7,
        SPOT,
    )


def test_it_says_on_which_version_it_was_made_and_whether_that_is_the_newest(
    scene: Scene,
) -> None:
    lease = scene.hear_of()
    first = scene.send("ana", "Of the first", about=on(lease))
    scene.hear_of(change=3, version=2)
    scene.send("ana", "Of the first, too", about=on(lease, version=1))
    scene.send("ana", "Of the second", about=on(lease))
    for shown in (scene.page("hollis").items, scene.comments("hollis", lease).items[::-1]):
        made = [each.about and (each.about.version, each.about.is_newest) for each in shown]
        assert made == [(1, False), (1, False), (2, True)]
    told = [news.on and news.on.version for news in scene.published(MessageSent)]
    assert told == [1, 1, 2]
    assert scene.send("ana", "Of the first", id=first.id, about=on(lease, version=1)) is not None
    with pytest.raises(Conflict):
        scene.send("ana", "Of the first", id=first.id, about=on(lease, version=2))


def test_of_a_version_that_nobody_was_shown_nothing_is_said(scene: Scene) -> None:
    lease = scene.hear_of()
    with pytest.raises(InvalidInput, match="is not here"):
        scene.send(about=on(lease, version=2))
    about = PostedAbout(document_id="D-1", version=2)
    with pytest.raises(NotYet, match="The document 'D-1' is not shown in version 2 yet"):
        scene.post(about=about)
    scene.hear_of(change=3, version=2)
    scene.post(about=about)
    assert [each.about and each.about.version for each in scene.page().items] == [2]


def test_it_may_hang_on_a_page_or_on_the_document_as_a_whole(scene: Scene) -> None:
    lease = scene.hear_of()
    scene.send(about=on(lease, 3, None))
    scene.send(about=on(lease, None, None))
    places = [each.about and (each.about.page, each.about.spot) for each in scene.page().items]
    assert places == [(3, None), (None, None)]


def test_a_spot_lies_within_a_page() -> None:
    with pytest.raises(ValueError, match="on a page"):
        on(ids.new_id(), None)
    with pytest.raises(ValueError, match="within its page"):
        Spot(left=0.6, top=0, width=0.5, height=0.1)


def test_sent_again_it_stands_there_once_and_elsewhere_it_is_a_conflict(scene: Scene) -> None:
    lease, plan, message = scene.hear_of(), scene.hear_of("D-2"), ids.new_id()
    first = scene.send(id=message, about=on(lease))
    assert scene.send(id=message, about=on(lease)) == first
    for other in (on(plan), on(lease, 8), on(lease, 7, None), on(lease, None, None), None):
        with pytest.raises(Conflict):
            scene.send(id=message, about=other)
    assert scene.comments("ana", lease).total == 1


def test_sent_again_after_its_document_was_revoked_it_stands_as_it_did(scene: Scene) -> None:
    lease, message = scene.hear_of(), ids.new_id()
    scene.send(id=message, about=on(lease))
    scene.hear_of(state="revoked", change=3)
    again = scene.send(id=message, about=on(lease))
    assert again.about is not None
    assert (again.about.state, again.about.name) == ("revoked", "")


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "checking"},
        {"state": "refused"},
        {"state": "revoked"},
        {"shared_at": None},
        {"matter": "M-2"},
        {"conversation_id": uuid.UUID(int=1)},
    ],
    ids=str,
)
def test_nothing_is_said_of_what_its_sender_does_not_see_there(
    scene: Scene, facts: dict[str, Any]
) -> None:
    scene.open("M-2")
    document = scene.hear_of(**facts)
    with pytest.raises(InvalidInput, match="is not here"):
        scene.send(about=on(document))
    with pytest.raises(InvalidInput):
        scene.send(about=on(ids.new_id()))
    assert scene.page().items == []


def test_who_comes_later_sees_neither_what_was_said_before_nor_of_what(scene: Scene) -> None:
    lease = scene.hear_of()
    scene.send("ana", "Before", about=on(lease))
    scene.add("bob", since=scene.now + DAY)
    scene.now += 2 * DAY
    scene.send("ana", "After", about=on(lease))
    (seen,) = scene.page("bob").items
    assert seen.body == "After"
    assert seen.about is not None
    assert (seen.about.state, seen.about.document_id, seen.about.name) == ("hidden", None, "")
    with pytest.raises(NotFound):
        scene.comments("bob", lease)
    with pytest.raises(InvalidInput):
        scene.send("bob", about=on(lease))
    replaced = scene.hear_of(change=3, shared_at=scene.now)
    assert bodies(scene, "bob", replaced) == ["After"]
    assert scene.comments("bob", replaced).total == 1


def test_nobody_else_hears_what_is_said_of_it(scene: Scene) -> None:
    lease = scene.hear_of()
    scene.send(about=on(lease))
    scene.open("M-2")
    scene.add("zoe", "M-2")
    for who in ("zoe", "nobody"):
        with pytest.raises(NotFound):
            scene.comments(who, lease)
    scene.remove("ana")
    with pytest.raises(NotFound):
        scene.comments("ana", lease)
    scene.hear_of(state="revoked", change=3)
    with pytest.raises(NotFound):
        scene.comments("hollis", lease)


def test_edits_and_withdrawals_are_seen_beside_the_document(scene: Scene) -> None:
    lease = scene.hear_of()
    kept = scene.send("ana", "Depsit?", about=on(lease))
    gone = scene.send("ana", "Never mind", about=on(lease))
    scene.edit("ana", kept.id, "Deposit?")
    scene.withdraw("ana", gone.id)
    page = scene.comments("hollis", lease)
    assert [(each.body, each.revision) for each in page.items] == [("", 1), ("Deposit?", 2)]
    assert page.items[0].withdrawn is not None
    assert page.total == 1


def test_comments_come_in_pages_the_newest_first(scene: Scene) -> None:
    lease = scene.hear_of()
    for n in range(5):
        scene.send("ana", f"{n}", about=on(lease))
    seen, cursor = list[str](), ""
    while True:
        page = scene.comments("ana", lease, cursor=cursor, limit=2)
        assert page.total == 5
        seen += [each.body for each in page.items]
        if page.next is None:
            break
        cursor = page.next
    assert seen == ["4", "3", "2", "1", "0"]
    with pytest.raises(InvalidInput):
        scene.comments("ana", lease, cursor="7")


def test_what_is_shared_with_the_matter_is_spoken_of_in_any_of_its_conversations(
    scene: Scene,
) -> None:
    scene.post("n-1", conversation="hearing")
    lease = scene.hear_of()
    scene.send("ana", "Here", about=on(lease))
    scene.send("ana", "There", ref="hearing", about=on(lease))
    assert bodies(scene, "ana", lease) == ["There", "Here"]
    assert scene.comments("ana", lease).conversation_id == scene.conversation()
    plan = scene.hear_of("D-2", conversation_id=scene.conversation(ref="hearing"))
    assert scene.comments("ana", plan).conversation_id == scene.conversation(ref="hearing")


def test_the_firm_comments_by_its_own_id_or_by_redwells(scene: Scene) -> None:
    lease = scene.hear_of()
    photo = scene.hear_of("", document_id=ids.new_id())
    scene.post("n-1", about=PostedAbout(document_id="D-1", page=7, spot=SPOT))
    scene.post("n-1", about=PostedAbout(document_id="D-1", page=7, spot=SPOT))
    scene.post("n-2", about=PostedAbout(document_id=str(photo)))
    assert [each.about and each.about.page for each in scene.page().items] == [7, None]
    assert scene.comments("ana", lease).total == scene.comments("ana", photo).total == 1
    with pytest.raises(EventRefused, match="document that it is about"):
        scene.post("n-1", about=PostedAbout(document_id="D-1", page=8))


def test_what_the_firm_cannot_comment_on_waits_or_is_refused_in_words(scene: Scene) -> None:
    about = PostedAbout(document_id="D-1")
    with pytest.raises(NotYet, match="The document 'D-1' has not been shared in 'M-1'"):
        scene.post(about=about)
    scene.open("M-2")
    scene.hear_of(matter="M-2")
    with pytest.raises(NotYet):
        scene.post(about=about)
    scene.hear_of("D-3", conversation_id=scene.conversation(ref="hearing"))
    with pytest.raises(EventRefused, match="The document 'D-3' belongs to another conversation"):
        scene.post(about=PostedAbout(document_id="D-3"))
    scene.hear_of("D-4", state="revoked")
    with pytest.raises(EventRefused, match="The document 'D-4' was revoked"):
        scene.post(about=PostedAbout(document_id="D-4"))
    assert scene.page().items == []


def test_a_voucher_takes_nothing_from_what_is_known_of_a_document(scene: Scene) -> None:
    lease = scene.hear_of(shared_at=START)
    scene.hear_of(change=3)
    assert scene.comments("ana", lease).total == 0
