"""The worker draws what was sent of a form: it ends as all documents do, or says that it cannot."""

import io

import pikepdf
import sqlalchemy as sa

from contracts.events.documents import DocumentReady, DocumentRefused
from services.files.models import Paper
from services.files.store import moving
from services.files.worker.bench import Bench
from tests.services.files.forms_sent import send
from tests.services.files.scene import Scene
from tests.services.files.worker.at_work import work
from tests.services.files.worker.test_verifying import redwell


def test_it_is_drawn_checked_and_shown_and_the_firm_told_where_it_lies(
    scene: Scene, bench: Bench
) -> None:
    document_id = send(scene)
    work(bench)
    shown = scene.get(document_id)
    assert (shown.state, shown.scanned, shown.shown_as, shown.pages) == ("ready", "clean", "pdf", 1)
    (ready,) = scene.published(DocumentReady)
    assert (ready.document_id, ready.author.name) == (document_id, "Ana")
    assert ready.size == shown.size > 1000
    assert (ready.waits(), ready.item()) == ([], None)
    with moving.opened(bench.store, ready.key) as chunks:
        content = io.BytesIO(b"".join(chunks))
    with pikepdf.open(content) as pdf:
        assert pdf.docinfo["/Title"] == "New client"
    with scene.sessions() as session:
        row = session.get_one(Paper, document_id)
        assert (row.form, row.sent) == (None, None)


def test_one_that_cannot_be_drawn_says_so_stops_no_other_and_is_tried_again_once_mended(
    scene: Scene, bench: Bench, url: str
) -> None:
    bad, good = send(scene), send(scene, number=2)
    spoil = sa.update(Paper).where(Paper.document_id == bad)
    with scene.sessions.begin() as session:
        session.execute(spoil.values(form="!" + sa.cast(Paper.form, sa.Text)))
    work(bench)
    assert scene.get(good).state == "ready"
    shown = scene.get(bad).refusal
    assert shown is not None
    assert shown.text.startswith("This PDF could not be made.")
    (refused,) = scene.published(DocumentRefused)
    assert (refused.document_id, refused.code) == (bad, "not_drawn")
    with scene.sessions.begin() as session:
        session.execute(spoil.values(form=sa.func.substr(Paper.form, 2)))
    assert redwell(url, "documents", "retry")[1].startswith("1 jobs")
    work(bench)
    assert scene.get(bad).state == "ready"
