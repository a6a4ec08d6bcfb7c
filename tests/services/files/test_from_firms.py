"""What firms share, replace and revoke: in any order, said again, and refused in words."""

import pytest

from contracts import ids
from contracts.errors import EventRefused, NotFound, NotYet
from contracts.events.documents import DocumentChanged, DocumentReady, DocumentRefused
from roster.testing import minutes
from tests.services.files.scene import Scene


def test_the_worker_is_given_what_the_firm_dropped_to_copy(scene: Scene) -> None:
    document_id = scene.share(checked=False)
    version = scene.newest(document_id)
    assert scene.jobs(document_id) == ["copy"]
    assert (version.drop_key, version.number, version.sha256) == ("out/D-1", 1, "")
    assert len(version.said_sha256) == 64


def test_the_same_again_changes_nothing(scene: Scene) -> None:
    document_id = scene.share()
    scene.share(checked=False)
    scene.share(at=minutes(5), checked=False)
    assert len(scene.published(DocumentReady)) == 1
    assert scene.newest(document_id).number == 1


def test_another_file_under_its_id_is_refused(scene: Scene) -> None:
    scene.share()
    with pytest.raises(EventRefused, match="was shared before"):
        scene.share(content=b"Other.", checked=False)
    scene.open("M-2")
    scene.add("hollis", "M-2", kind="staff", role="Attorney")
    with pytest.raises(EventRefused, match="was shared before"):
        scene.share(matter="M-2", checked=False)


def test_what_did_not_arrive_as_it_was_told_is_told_to_the_firm_and_may_be_corrected(
    scene: Scene,
) -> None:
    document_id = scene.share(checked=False)
    scene.refuse(document_id, "sha256")
    (told,) = scene.published(DocumentRefused)
    assert (told.code, told.document_ref) == ("sha256", "D-1")
    assert "SHA-256" in told.reason
    with pytest.raises(NotFound):
        scene.get(document_id)
    scene.share(content=b"Other.")
    assert scene.get(document_id).version == 2


def test_it_waits_for_its_matter_and_its_author(bare: Scene) -> None:
    bare.register()
    with pytest.raises(NotYet, match="has not been opened"):
        bare.share(checked=False)
    bare.open()
    with pytest.raises(NotYet, match="has not been added"):
        bare.share(checked=False)
    bare.add("hollis", kind="staff", role="Attorney")
    bare.share()
    for early in (lambda: bare.replace("D-2"), lambda: bare.revoke("D-2")):
        with pytest.raises(NotYet, match="has not been shared"):
            early()


def test_nobody_shares_in_a_clients_name_and_no_program(scene: Scene) -> None:
    with pytest.raises(EventRefused, match="staff"):
        scene.share(author_id="ana", checked=False)
    with pytest.raises(EventRefused, match="program"):
        scene.share(name="setup.exe", checked=False)


def test_a_new_version_is_shown_once_it_is_good_and_the_old_one_until_then(scene: Scene) -> None:
    document_id = scene.share()
    scene.replace(name="New.txt", at=minutes(1), checked=False)
    assert scene.get(document_id).name == "D-1.txt"
    scene.find_good(document_id)
    document = scene.get(document_id)
    assert (document.name, document.version, document.shared_at) == ("New.txt", 2, minutes(1))
    waits = [wait.opened for told in scene.published(DocumentReady) for wait in told.waits()]
    assert waits == [1, 2]


def test_a_bad_new_version_leaves_the_good_one(scene: Scene) -> None:
    document_id = scene.share()
    scene.replace(at=minutes(1), checked=False)
    scene.refuse(document_id)
    assert (scene.get(document_id).version, scene.get(document_id).state) == (1, "ready")
    (told,) = scene.published(DocumentRefused)
    assert (told.refused_version, told.version, told.state) == (2, 1, "ready")


def test_an_older_version_that_comes_late_is_on_record_and_not_shown(scene: Scene) -> None:
    document_id = scene.share()
    scene.replace(content=b"third", at=minutes(3))
    scene.replace(content=b"second", at=minutes(2))
    assert scene.get(document_id).version == 2
    assert [version.number for version in scene.get(document_id).versions] == [2, 3, 1]


def test_said_again_a_version_is_none_but_the_firm_may_go_back_to_an_earlier_file(
    scene: Scene,
) -> None:
    document_id = scene.share(content=b"first")
    for minute in (1, 1, 4):
        scene.replace(content=b"second", at=minutes(minute), checked=False)
    scene.find_good(document_id)
    assert scene.newest(document_id).number == 2
    scene.replace(content=b"first", at=minutes(5))
    assert scene.get(document_id).version == 3


def test_what_was_revoked_waits_for_nobody_and_is_not_replaced(scene: Scene) -> None:
    scene.share()
    scene.revoke()
    scene.revoke()
    *_, told = scene.published(DocumentChanged)
    assert told.state == "revoked"
    (over,) = told.waits()
    assert (set(over.persons), over.closed) == ({scene.person("ana"), scene.person("hollis")}, 1)
    with pytest.raises(EventRefused, match="was revoked"):
        scene.replace(checked=False)


def test_ids_are_each_firms_own() -> None:
    assert ids.document_id("one", "D-1") != ids.document_id("two", "D-1")
