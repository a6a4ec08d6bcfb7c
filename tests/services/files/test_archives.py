"""Several documents as one ZIP: each the caller's to open, when asked for and when fetched."""

import datetime
import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from backbone.setbacks import one_by_one
from contracts import buckets, ids
from contracts.calls import files as calls
from contracts.errors import InvalidInput, NotFound, NotReady
from contracts.events.documents import DocumentDownloaded
from roster.testing import minutes
from services.files import archives, verdicts
from services.files.models import Archive, Discarded, Job
from tests.services.files.scene import Scene


def make(scene: Scene, *documents: uuid.UUID, contact: str = "ana") -> tuple[Any, calls.Archive]:
    """The caller, whose account is to ask for it again, and what they are answered."""
    caller = scene.caller(contact)
    return caller, scene.ask(calls.MakeArchive(caller=caller, document_ids=list(documents)))


def get(scene: Scene, caller: Any, archive: calls.Archive) -> calls.Archive:
    return scene.ask(calls.GetArchive(caller=caller, archive_id=archive.id))


def finish(scene: Scene, archive: calls.Archive) -> None:
    with scene.sessions.begin() as session:
        assert verdicts.packed(session, archive.id, 1234)


def test_it_is_made_by_the_worker_and_counts_as_a_download_of_each(scene: Scene) -> None:
    documents = [scene.share("D-1"), scene.share("D-2")]
    caller, archive = make(scene, *documents, documents[0])
    assert (archive.state, archive.documents, archive.address) == ("making", 2, None)
    with scene.sessions() as session:
        kept = session.get(Archive, archive.id)
        job = session.scalars(sa.select(Job).where(Job.archive_id == archive.id)).one()
    assert job.kind == "archive"
    assert kept is not None
    assert set(kept.versions) == {scene.newest(each).id for each in documents}
    assert get(scene, caller, archive).state == "making"
    finish(scene, archive)
    found = get(scene, caller, archive)
    assert (found.state, found.size) == ("ready", 1234)
    assert found.address is not None
    assert f"/{buckets.DOCUMENTS}/{buckets.archive(archive.id)}?" in found.address.url
    assert {told.document_ref for told in scene.published(DocumentDownloaded)} == {"D-1", "D-2"}


def test_nobody_gets_what_they_may_not_open(scene: Scene) -> None:
    scene.open("M-2")
    scene.add("carl", "M-2")
    document = scene.share()
    for asked, contact in (([document], "carl"), ([document, ids.new_id()], "ana")):
        with pytest.raises(NotFound):
            make(scene, *asked, contact=contact)
    with pytest.raises(NotReady):
        make(scene, scene.upload())


def test_it_is_its_askers_alone_and_only_while_they_may_open_all_of_it(scene: Scene) -> None:
    caller, archive = make(scene, scene.share())
    finish(scene, archive)
    with pytest.raises(NotFound):  # another account, even of the same person
        get(scene, scene.caller("ana"), archive)
    scene.revoke()
    with pytest.raises(NotFound):
        get(scene, caller, archive)
    caller, archive = make(scene, scene.share("D-2"))
    finish(scene, archive)
    scene.remove("ana", at=minutes(1))
    with pytest.raises(NotFound):
        get(scene, caller, archive)


def test_too_much_at_once_is_refused_in_words(scene: Scene) -> None:
    document = scene.share()
    with scene.sessions.begin() as session:
        huge = sa.text("UPDATE versions SET size = 6000000000 WHERE document_id = :id")
        session.execute(huge, {"id": document})
    with pytest.raises(InvalidInput, match="Together"):
        make(scene, document)


def test_after_an_hour_it_is_gone(scene: Scene) -> None:
    caller, archive = make(scene, scene.share())
    finish(scene, archive)
    scene.now += datetime.timedelta(hours=1)
    with pytest.raises(NotFound):
        get(scene, caller, archive)
    one_by_one(scene.service, archives.kept, archives.let_go)
    with scene.sessions() as session:
        assert session.get(Archive, archive.id) is None
        assert session.get(Discarded, buckets.archive(archive.id))
