"""Files travel straight to the store, in parts that are what was announced of them."""

import concurrent.futures
import datetime
import hashlib
import os
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from backbone.setbacks import one_by_one
from contracts import ids
from contracts.errors import (
    AccessEnded,
    Conflict,
    InvalidInput,
    NotFound,
    NotYet,
    TooMuchUnsent,
    UploadIncomplete,
)
from contracts.events.conversations import ConversationBegun
from contracts.events.documents import DocumentChanged
from contracts.events.restating import ConversationRestated
from contracts.values import LARGEST_DOCUMENT as LARGEST
from services.files import giving_up, limits
from services.files.models import Discarded
from services.files.store import multipart, objects
from tests.services.files.scene import TEXT, Scene, digest, put

BIG = os.urandom(2 * limits.PART_SIZE + 1000)
PARTS = {
    1: BIG[: limits.PART_SIZE],
    2: BIG[limits.PART_SIZE : 2 * limits.PART_SIZE],
    3: BIG[2 * limits.PART_SIZE :],
}


def test_a_small_file_travels_in_one_part_and_its_digest_is_the_stores(scene: Scene) -> None:
    upload = scene.begin_upload()
    assert (upload.parts, upload.received) == (1, [])
    scene.put(upload.document_id, {1: TEXT})
    document = scene.complete(upload.document_id)
    assert (document.state, document.mine, document.shared_at) == ("checking", True, None)
    assert scene.newest(document.id).sha256 == hashlib.sha256(TEXT).hexdigest()
    assert scene.jobs(document.id) == ["check"]


def test_a_large_one_travels_in_parts_and_goes_on_where_it_was(scene: Scene) -> None:
    upload = scene.begin_upload(content=BIG)
    assert upload.parts == 3
    scene.put(upload.document_id, {1: PARTS[1], 3: PARTS[3]})
    assert scene.look(upload.document_id).received == [1, 3]
    with pytest.raises(UploadIncomplete) as refusal:
        scene.complete(upload.document_id)
    assert refusal.value.extra == {"missing": [2]}
    scene.put(upload.document_id, {2: PARTS[2]})
    assert scene.complete(upload.document_id).state == "checking"
    stored = objects.stat(scene.service.settings.store, scene.key(upload.document_id))
    assert stored is not None
    assert stored.size == len(BIG)


def test_another_conversation_takes_files_once_it_has_begun(scene: Scene) -> None:
    with pytest.raises(NotFound):
        scene.begin_upload(conversation="costs")
    scene.tell(ConversationBegun(matter_ref="M-1", ref="costs"))
    assert scene.begin_upload(conversation="costs").parts == 1
    scene.tell(ConversationRestated(to="files", matter_ref="M-1", ref="taxes"))
    assert scene.begin_upload(conversation="taxes").parts == 1
    with pytest.raises(NotYet):
        scene.tell(ConversationBegun(matter_ref="M-9", ref="costs"))


def test_a_part_sent_twice_counts_once(scene: Scene) -> None:
    upload = scene.begin_upload(content=BIG)
    for _ in range(2):
        scene.put(upload.document_id, PARTS)
    assert scene.look(upload.document_id).received == [1, 2, 3]
    assert scene.complete(upload.document_id).size == len(BIG)


def test_an_address_takes_no_other_bytes_than_were_announced(scene: Scene) -> None:
    upload = scene.begin_upload()
    url = scene.addresses(upload.document_id, {1: TEXT})[1]
    assert put(url, TEXT[::-1]).status_code == 400
    with pytest.raises(UploadIncomplete):
        scene.complete(upload.document_id)
    assert put(url, TEXT).status_code == 200


def test_what_a_part_holds_is_announced_once_for_all(scene: Scene) -> None:
    """Else an older address could change a file after it was checked."""
    upload = scene.begin_upload()
    url = scene.addresses(upload.document_id, {1: TEXT})[1]
    with pytest.raises(InvalidInput):
        scene.addresses(upload.document_id, {1: TEXT[::-1]})
    put(url, TEXT)
    scene.complete(upload.document_id)
    assert put(url, TEXT[::-1]).status_code == 400
    with pytest.raises(NotFound):
        scene.addresses(upload.document_id, {1: TEXT[::-1]})


def test_a_file_of_another_length_than_was_said_is_not_complete(scene: Scene) -> None:
    upload = scene.begin_upload(size=len(TEXT) + 1)
    scene.put(upload.document_id, {1: TEXT})
    with pytest.raises(UploadIncomplete):
        scene.complete(upload.document_id)
    assert scene.look(upload.document_id).received == []


def test_an_address_may_be_used_again_and_changes_nothing(scene: Scene) -> None:
    upload = scene.begin_upload(content=BIG)
    urls = scene.addresses(upload.document_id, PARTS)
    for number, url in urls.items():
        put(url, PARTS[number])
    scene.complete(upload.document_id)
    assert put(urls[1], PARTS[1]).status_code == 404
    assert objects.stat(scene.service.settings.store, scene.key(upload.document_id))


def test_begun_and_completed_twice_is_once(scene: Scene) -> None:
    file = ids.new_id()
    first, second = scene.begin_upload(id=file), scene.begin_upload(id=file)
    assert first == second
    scene.put(file, {1: TEXT})
    assert scene.complete(file) == scene.complete(file)
    assert scene.jobs(file) == ["check"]
    assert len(scene.published(DocumentChanged)) == 1


def test_completed_by_two_at_once_it_is_checked_once(scene: Scene) -> None:
    upload = scene.begin_upload(content=BIG)
    scene.put(upload.document_id, PARTS)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        found = list(pool.map(scene.complete, [upload.document_id] * 4))
    assert {each.state for each in found} == {"checking"}
    assert scene.jobs(upload.document_id) == ["check"]


def test_completed_while_another_looks_whether_it_is_there_it_is_checked_once(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = scene.begin_upload(content=BIG)
    scene.put(upload.document_id, PARTS)
    look = objects.stat

    def after_another(*of: Any) -> Any:
        found = look(*of)
        monkeypatch.setattr(objects, "stat", look)
        scene.complete(upload.document_id)
        return found

    monkeypatch.setattr(objects, "stat", after_another)
    assert scene.complete(upload.document_id).state == "checking"
    assert scene.jobs(upload.document_id) == ["check"]


@pytest.mark.parametrize("change", [{"name": "Other.txt"}, {"size": 5}])
def test_another_file_under_the_same_id_is_a_conflict(scene: Scene, change: dict[str, str]) -> None:
    file = scene.begin_upload().document_id
    with pytest.raises(Conflict):
        scene.begin_upload(id=file, **change)  # type: ignore[arg-type]


def test_nobody_else_has_anything_of_an_upload(scene: Scene) -> None:
    scene.add("ben")
    scene.open("M-2")
    scene.add("carl", "M-2")
    file = scene.begin_upload().document_id
    for other in ("ben", "hollis", "carl", "nobody"):
        for act in (scene.look, scene.complete, scene.cancel, scene.get):
            with pytest.raises(NotFound):
                act(file, other)
        with pytest.raises(NotFound):
            scene.addresses(file, {1: TEXT}, other)
    with pytest.raises(Conflict):
        scene.begin_upload("ben", id=file)
    with pytest.raises(NotFound):
        scene.begin_upload("carl")


def test_who_left_the_matter_or_finds_it_closed_uploads_no_more(scene: Scene) -> None:
    file = scene.begin_upload().document_id
    scene.close()
    with pytest.raises(AccessEnded):
        scene.begin_upload()
    with pytest.raises(AccessEnded):
        scene.addresses(file, {1: TEXT})
    scene.remove("ana")
    for act in (scene.look, scene.complete, scene.cancel):
        with pytest.raises(NotFound):
            act(file)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("\u202egnp.exe.pdf", "gnp.exe.pdf"),
        ("a\x00b.pdf", ""),
        ("two\nlines\t.pdf", "two lines .pdf"),
        ("../../etc/passwd", "../../etc/passwd"),
        ("Ñandú – 契約 👩‍⚖️.pdf", "Ñandú – 契約 👩‍⚖️.pdf"),
        ("x" * 251 + ".pdf", "x" * 251 + ".pdf"),
        ("\u202e\u2066", ""),
        ("   ", ""),
    ],
)
def test_a_name_is_kept_as_it_was_given_but_for_what_steers_a_screen(
    scene: Scene, name: str, kept: str
) -> None:
    if not kept:
        with pytest.raises(InvalidInput):
            scene.upload(name=name)
        return
    assert scene.get(scene.upload(name=name)).name == kept


@pytest.mark.parametrize(
    "name", ["virus.exe", "invoice.pdf.EXE", "a.exe. .", "b.js", "\u202efdp.exe", "c.scr::$DATA"]
)
def test_programs_are_refused_by_their_names_before_anything_is_sent(
    scene: Scene, name: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        scene.begin_upload(name=name)
    assert refusal.value.extra["field"] == "name"


@pytest.mark.parametrize("size", [0, 5 * 1024**3 + 1])
def test_an_empty_or_too_large_file_is_refused_before_anything_is_sent(
    scene: Scene, size: int
) -> None:
    with pytest.raises(InvalidInput):
        scene.begin_upload(size=size)


def test_the_largest_file_has_640_parts(scene: Scene) -> None:
    assert scene.begin_upload(size=5 * 1024**3).parts == 640


def test_only_so_many_bytes_lie_there_unsent_and_it_is_said_before_more_are_sent(
    scene: Scene,
) -> None:
    scene.add("ben")
    files = [scene.begin_upload(size=LARGEST).document_id for _ in range(5)]
    with pytest.raises(TooMuchUnsent, match="Up to 300 files of 25 GB in all") as refusal:
        scene.begin_upload(size=1)
    most, lies = 5 * LARGEST, 5 * LARGEST + 1
    told = {"files": 6, "size": lies, "most_files": 300, "most_size": most}
    assert refusal.value.extra == {"unsent": told}
    assert scene.begin_upload(id=files[0], size=LARGEST).document_id == files[0]
    scene.begin_upload("ben", size=LARGEST)
    scene.cancel(files[0])
    kept = scene.upload()
    with pytest.raises(TooMuchUnsent):
        scene.begin_upload(size=LARGEST)
    scene.send(kept)
    scene.begin_upload(size=LARGEST)


def test_only_so_many_files_do_and_what_was_abandoned_makes_room(scene: Scene) -> None:
    few = msgspec.structs.replace(scene.service.settings, max_unsent_files=3)
    scene.service.runtime.settings = few
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        begun = list(pool.map(lambda _: _is_begun(scene), range(8)))
    assert sum(begun) == 3
    later(scene, days=2)
    assert _is_begun(scene)


def test_nor_can_the_store_be_filled_by_removing_what_was_sent_there(scene: Scene) -> None:
    """What is removed lies there until no address is left by which it could come again."""
    for _ in range(6):
        scene.cancel(scene.begin_upload(size=LARGEST).document_id)
    with pytest.raises(TooMuchUnsent, match="removed a lot"):
        scene.begin_upload()
    later(scene, hours=2)
    scene.begin_upload()


def _is_begun(scene: Scene) -> bool:
    try:
        scene.begin_upload()
    except TooMuchUnsent:
        return False
    return True


def test_what_is_cancelled_goes_with_its_bytes(scene: Scene) -> None:
    for content, parts in ((TEXT, {1: TEXT}), (BIG, {1: PARTS[1]})):
        file = scene.begin_upload(content=content).document_id
        scene.put(file, parts)
        key = scene.key(file)
        scene.cancel(file)
        assert scene.row(file) is None
        with pytest.raises(NotFound):
            scene.cancel(file)
        later(scene, hours=2)
        assert_nothing_left(scene, key)


def test_so_does_what_is_complete_and_not_sent_yet(scene: Scene) -> None:
    file = scene.upload()
    key = scene.key(file)
    scene.cancel(file)
    later(scene, hours=2)
    assert_nothing_left(scene, key)


def test_what_was_sent_is_not_to_be_cancelled(scene: Scene) -> None:
    file = scene.upload()
    scene.send(file)
    with pytest.raises(Conflict):
        scene.cancel(file)


def test_what_a_message_may_be_on_its_way_with_stays_until_that_is_certain(scene: Scene) -> None:
    file = scene.upload()
    scene.vouch(file)
    scene.cancel(file)
    scene.send(file)
    assert scene.get(file).shared_at


def test_an_abandoned_upload_goes_after_a_day_and_an_unsent_document_after_a_week(
    scene: Scene,
) -> None:
    begun, whole, sent = scene.begin_upload(content=BIG).document_id, scene.upload(), scene.upload()
    scene.put(begun, {1: PARTS[1]})
    scene.send(sent)
    keys = {each: scene.key(each) for each in (begun, whole, sent)}
    later(scene, hours=23)
    assert all(map(scene.row, keys))
    later(scene, hours=2)
    assert [bool(scene.row(each)) for each in keys] == [False, True, True]
    later(scene, days=7)
    assert [bool(scene.row(each)) for each in keys] == [False, False, True]
    later(scene, hours=2)
    for each in (begun, whole):
        assert_nothing_left(scene, keys[each])
    assert objects.stat(scene.service.settings.store, keys[sent])


def test_an_upload_that_was_completed_is_never_given_up_in_the_store(scene: Scene) -> None:
    """Whatever was not noted of it: parts are forgotten only where there is no whole."""
    file = scene.begin_upload(content=BIG).document_id
    scene.put(file, PARTS)
    store, key = scene.service.settings.store, scene.key(file)
    with scene.sessions() as session:
        store_id = session.scalar(
            sa.text(
                "SELECT store_id FROM uploads u JOIN versions v"
                " ON v.id = u.version_id WHERE document_id = :id"
            ),
            {"id": file},
        )
    parts = multipart.list_parts(store, key, store_id)
    assert parts is not None
    digests = {number: digest(part) for number, part in PARTS.items()}
    assert multipart.complete(store, key, store_id, parts, digests)
    # As if the process had ended here: the same call finds the whole.
    assert scene.complete(file).state == "checking"


def later(scene: Scene, **by: float) -> None:
    """Time passes, and the clock's work is done."""
    scene.now += datetime.timedelta(**by)
    one_by_one(scene.service, giving_up.unsent, giving_up.give_up)
    giving_up.sweep(scene.service)


def assert_nothing_left(scene: Scene, key: str) -> None:
    assert objects.stat(scene.service.settings.store, key) is None
    with scene.sessions() as session:
        assert session.get(Discarded, key) is None
