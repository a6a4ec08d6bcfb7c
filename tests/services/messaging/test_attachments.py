"""Documents come with messages, and each shows how it stands by now, whatever comes when."""

import uuid
from typing import Any

import pytest

from contracts import ids
from contracts.calls.files import Voucher
from contracts.calls.messaging import Message, SendMessage
from contracts.errors import Conflict, EventRefused, InvalidInput, NotYet
from contracts.events.documents import DocumentsSent
from contracts.events.messages import MessagePosted, MessageSent
from roster.testing import START
from tests.services.messaging.scene import Scene


def voucher(document_id: uuid.UUID | None = None, **more: Any) -> Voucher:
    facts = {"name": "Photo.heic", "state": "checking", "change": 1, "size": 5, **more}
    return Voucher(document_id=document_id or ids.new_id(), media_type="image/heic", **facts)


def send(
    scene: Scene, *vouchers: Voucher, body: str = "Here they are.", id: uuid.UUID | None = None
) -> Message:
    return scene.ask(
        SendMessage(
            caller=scene.caller("ana"),
            conversation_id=scene.conversation(),
            message_id=id or ids.new_id(),
            body=body,
            audience_version=scene.version(),
            attachments=[each.document_id for each in vouchers],
            vouchers=list(vouchers),
        )
    )


def post(scene: Scene, *attachments: str, message: str = "n-1") -> None:
    scene.tell(
        MessagePosted(
            matter_id="M-1",
            message_id=message,
            author_id="hollis",
            body="Please sign.",
            posted_at=START,
            attachments=list(attachments),
        )
    )


def test_what_is_sent_with_a_message_stands_there_in_its_order(scene: Scene) -> None:
    first, second = voucher(name="b.heic"), voucher(name="a.heic")
    sent = send(scene, first, second)
    (shown,) = scene.page("hollis").items
    assert [each.name for each in shown.attachments] == ["b.heic", "a.heic"]
    assert shown.attachments == sent.attachments
    (news,), (brought,) = scene.published(MessageSent), scene.published(DocumentsSent)
    in_order = [first.document_id, second.document_id]
    assert [each.document_id for each in news.attachments] == in_order == brought.document_ids
    assert (brought.message_id, brought.sent_at) == (sent.id, sent.sent_at)


def test_of_a_message_that_brings_none_files_hears_nothing(scene: Scene) -> None:
    send(scene)
    assert len(scene.published(MessageSent)) == 1
    assert scene.published(DocumentsSent) == []


def test_it_shows_how_it_stands_by_now_and_never_how_it_stood_before(scene: Scene) -> None:
    document_id = send(scene, voucher()).attachments[0].document_id
    for state, change, shown in (
        ("ready", 3, "ready"),
        ("checking", 2, "ready"),
        ("refused", 4, "refused"),
    ):
        scene.hear_of("", document_id=document_id, state=state, change=change)
        assert scene.page().items[0].attachments[0].state == shown


def test_a_voucher_older_than_what_is_known_changes_nothing(scene: Scene) -> None:
    document_id = scene.hear_of(state="ready", change=5)
    send(scene, voucher(document_id, state="checking", change=4))
    assert scene.page().items[0].attachments[0].state == "ready"


def test_of_what_was_revoked_nothing_is_told_but_that(scene: Scene) -> None:
    document_id = scene.hear_of()
    post(scene, "D-1")
    assert scene.page().items[0].attachments[0].name == "Lease.pdf"
    scene.hear_of(state="revoked", change=3)
    (attachment,) = scene.page().items[0].attachments
    assert (attachment.document_id, attachment.state) == (document_id, "revoked")
    assert (attachment.name, attachment.media_type, attachment.size) == ("", "", 0)


def test_sent_again_it_is_the_same_message_and_with_others_a_conflict(scene: Scene) -> None:
    message, one, other = ids.new_id(), voucher(), voucher()
    assert send(scene, one, id=message) == send(scene, one, id=message)
    for wrong in ((other,), (one, other), ()):
        with pytest.raises(Conflict):
            send(scene, *wrong, id=message)
    assert len(scene.published(MessageSent)) == len(scene.published(DocumentsSent)) == 1


def test_a_message_may_be_attachments_alone_but_not_nothing(scene: Scene) -> None:
    assert send(scene, voucher(), body=" \u200b").body == ""
    summary = scene.overview().items[0]
    assert (summary.last_line, summary.last_attachments) == ("", 1)
    with pytest.raises(InvalidInput):
        send(scene, body=" \u200b")


def test_nothing_is_attached_for_which_nobody_vouched(scene: Scene) -> None:
    call = SendMessage(
        caller=scene.caller("ana"),
        conversation_id=scene.conversation(),
        message_id=ids.new_id(),
        body="Look.",
        audience_version=scene.version(),
        attachments=[ids.new_id()],
    )
    with pytest.raises(InvalidInput):
        scene.ask(call)


def test_the_firm_names_documents_that_it_shared_in_the_matter(scene: Scene) -> None:
    with pytest.raises(NotYet, match="has not been shared in 'M-1'"):
        post(scene, "D-1")
    scene.open("M-2")
    scene.hear_of("D-2", matter="M-2")
    with pytest.raises(NotYet):
        post(scene, "D-2")
    scene.hear_of(state="checking")
    post(scene, "D-1")
    post(scene, "D-1")
    (news,), (brought,) = scene.published(MessageSent), scene.published(DocumentsSent)
    assert [each.document_ref for each in news.attachments] == ["D-1"]
    assert brought.document_ids == [ids.document_id(scene.firm_id, "D-1")]
    scene.hear_of("D-3")
    with pytest.raises(EventRefused, match="was posted before"):
        post(scene, "D-3")


def test_nor_one_that_it_revoked(scene: Scene) -> None:
    scene.hear_of(state="revoked")
    with pytest.raises(EventRefused, match="was revoked"):
        post(scene, "D-1")
