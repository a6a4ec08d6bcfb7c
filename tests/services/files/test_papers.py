"""What was sent of a form is a document of the matter: once, whoever tells of it how often."""

import itertools
import uuid

import pytest

from contracts import ids
from contracts.errors import NotYet
from contracts.events.documents import DocumentChanged
from contracts.events.messages import MessageWithdrawn
from services.files import waiting
from services.files.models import Document
from tests.services.files.forms_sent import kept, named, paper, send, submitted
from tests.services.files.scene import Scene
from tests.waiting.again import said_again


@pytest.mark.parametrize("form_first", [False, True])
def test_it_is_there_at_once_by_whom_it_was_sent_for_all_in_the_matter(
    scene: Scene, form_first: bool
) -> None:
    scene.add("ben")
    for event in sorted((kept(scene), submitted(scene)), key=lambda e: e.type, reverse=form_first):
        scene.tell(event)
    for who in ("ana", "ben", "hollis"):
        document = scene.get(paper(scene), who)
        assert (document.name, document.state) == ("New client.pdf", "checking")
        assert (document.author.name, document.mine) == ("Ana", who == "ana")
        assert scene.names(who) == ["New client.pdf"]
    assert scene.jobs(paper(scene)) == ["draw"]
    (changed,) = scene.published(DocumentChanged)
    assert changed.waits() == []


def test_said_again_in_any_order_it_is_one_document_and_drawn_once(scene: Scene) -> None:
    for event in itertools.chain([submitted(scene), submitted(scene)], [kept(scene)]):
        scene.tell(event)
    assert scene.jobs(paper(scene)) == ["draw"]
    assert scene.names() == ["New client.pdf"]
    scene.find_good(paper(scene))
    assert said_again(scene, waiting.RESTATES[0]) == []  # it waits for nobody in To Do


def test_each_time_that_a_form_is_sent_there_is_one_more(scene: Scene) -> None:
    send(scene)
    send(scene, number=2)
    assert scene.names(sort="name") == ["New client (2).pdf", "New client.pdf"]


def test_it_waits_for_who_sent_it_and_there_is_none_of_before(scene: Scene) -> None:
    with pytest.raises(NotYet, match="has not been added"):
        scene.tell(submitted(scene, by="ben"))
    scene.tell(submitted(scene, document_id=None))
    assert scene.names() == []


def test_it_stays_when_a_message_with_it_is_withdrawn(scene: Scene) -> None:
    file = scene.upload()
    scene.find_good(file)
    document_id = send(scene, file)
    gone = scene.upload(name="Other.txt")
    scene.send(document_id, file, gone)
    scene.tell(withdrawn(scene, document_id, file, gone))
    assert [revoked(scene, each) for each in (document_id, file, gone)] == [False, False, True]


def withdrawn(scene: Scene, *documents: uuid.UUID) -> MessageWithdrawn:
    return MessageWithdrawn(
        matter_id=ids.matter_id(scene.firm_id, "M-1"),
        matter_ref="M-1",
        audience=[scene.person("ana")],
        conversation_id=scene.conversation(),
        message_id=ids.new_id(),
        position=1,
        author=named(scene, "ana"),
        withdrawn_at=scene.now,
        last_position=1,
        settled=[],
        documents=list(documents),
    )


def revoked(scene: Scene, document_id: uuid.UUID) -> bool:
    row = scene.row(document_id)
    assert isinstance(row, Document)
    return row.revoked_at is not None
