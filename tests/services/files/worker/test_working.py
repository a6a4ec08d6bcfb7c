"""The worker with real parts: each document is judged once, whatever dies."""

import contextlib
import csv
import functools
import hashlib
import io
import json
import pathlib
import signal
import socket
import tempfile
import threading
import uuid
import zipfile
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from backbone import testing
from backbone.confined import confinement
from backbone.confined.confinement import Confinement
from backbone.testing import wait_for
from contracts import buckets
from contracts.calls import files as calls
from contracts.events.documents import DocumentReady, DocumentRefused
from services.files.converting.workshop import Here
from services.files.models import Job, Version
from services.files.store import moving
from services.files.worker import doing, presence, taking
from services.files.worker.__main__ import bench_for
from services.files.worker.archiving import unique
from services.files.worker.bench import Bench
from services.files.worker.settings import WorkerSettings
from services.files.worker.taking import Lost
from tests.services.files import making
from tests.services.files.scene import Scene
from tests.services.files.worker.at_work import drop, work

NOWHERE = "tcp://127.0.0.1:9"


def with_settings(bench: Bench, **changed: Any) -> Bench:
    return bench_for(msgspec.structs.replace(bench.settings, **changed))


def rendition(bench: Bench, scene: Scene, document_id: uuid.UUID, name: str) -> bytes:
    version = scene.newest(document_id)
    with moving.opened(bench.store, buckets.version(scene.firm_id, version.id, name)) as chunks:
        return b"".join(chunks)


def test_an_upload_is_read_once_and_shown(scene: Scene, bench: Bench) -> None:
    document_id = scene.upload(content=b"What was agreed on.")
    work(bench)
    version = scene.newest(document_id)
    assert (version.state, version.scanned, version.media_type) == ("ready", "clean", "text/plain")
    assert version.sha256 == hashlib.sha256(b"What was agreed on.").hexdigest()
    shown = scene.get(document_id)
    assert (shown.shown_as, [each.name for each in shown.renditions]) == ("text", ["view.txt"])
    assert rendition(bench, scene, document_id, "view.txt") == b"What was agreed on."
    assert scene.jobs(document_id) == []


def test_what_a_firm_drops_is_copied_and_compared(scene: Scene, bench: Bench) -> None:
    content = making.pdf(4)
    document_id = drop(scene, content)
    work(bench)
    (ready,) = scene.published(DocumentReady)
    assert (ready.sha256, ready.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (ready.media_type, ready.scanned) == ("application/pdf", "clean")
    with moving.opened(bench.store, ready.key) as chunks:
        assert b"".join(chunks) == content
    assert scene.get(document_id).pages == 4


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"sha256": "0" * 64}, "sha256"),
        ({"size": 999}, "size"),
        ({"key": "out/elsewhere"}, "missing"),
    ],
)
def test_what_is_not_as_the_firm_says_is_refused_and_the_firm_told(
    scene: Scene, bench: Bench, said: dict[str, Any], code: str
) -> None:
    drop(scene, b"What was agreed on.", **said)
    work(bench)
    (refused,) = scene.published(DocumentRefused)
    assert refused.code == code
    assert scene.published(DocumentReady) == []


@pytest.mark.parametrize("packed", ["plain", "zipped", "in a Word file"])
def test_a_virus_is_found_and_nobody_can_open_it(scene: Scene, bench: Bench, packed: str) -> None:
    made = {
        "plain": making.EICAR,
        "zipped": making.zipped({"invoice.txt": making.EICAR}),
        "in a Word file": making.docx(making.EICAR.decode().replace("&", "&amp;")),
    }
    document_id = scene.upload(content=made[packed])
    work(bench)
    assert (scene.newest(document_id).state, scene.newest(document_id).refusal) == (
        "refused",
        "virus",
    )
    assert scene.newest(document_id).renditions == []


def test_what_is_too_large_to_be_looked_into_is_not_called_clean(
    scene: Scene, bench: Bench
) -> None:
    document_id = scene.upload(content=b"x" * 2000)
    work(with_settings(bench, scan_limit=1000))
    version = scene.newest(document_id)
    assert (version.state, version.scanned) == ("ready", "not_checked")


def test_what_is_encrypted_is_not_called_clean(scene: Scene, bench: Bench) -> None:
    document_id = scene.upload(content=making.pdf(password="hunter2"))
    work(bench)
    version = scene.newest(document_id)
    assert (version.state, version.scanned) == ("ready", "not_checked")
    assert (version.shown_as, "password" in version.why_not_shown) == ("none", True)


def test_without_a_virus_check_nothing_is_called_clean(scene: Scene, bench: Bench) -> None:
    document_id = scene.upload(content=b"What was agreed on.")
    work(with_settings(bench, clamd=""))
    assert scene.newest(document_id).scanned == "not_checked"


def test_a_virus_check_that_does_not_answer_is_waited_for_and_then_done_without(
    scene: Scene, bench: Bench
) -> None:
    document_id = scene.upload(content=b"What was agreed on.")
    away = with_settings(bench, clamd=NOWHERE)
    work(away, tries=2)
    assert scene.newest(document_id).state == "checking"
    work(away)
    version = scene.newest(document_id)
    assert (version.state, version.scanned) == ("ready", "not_checked")


def test_a_virus_check_that_breaks_off_leaves_it_not_checked(scene: Scene, bench: Bench) -> None:
    document_id = scene.upload(content=b"x" * 1_000_000)
    with _silent_server(hang_up=True) as port:
        work(with_settings(bench, clamd=f"tcp://127.0.0.1:{port}"))
    version = scene.newest(document_id)
    assert (version.state, version.scanned) == ("ready", "not_checked")
    assert version.sha256 == hashlib.sha256(b"x" * 1_000_000).hexdigest()


def test_more_bytes_than_were_announced_are_refused(scene: Scene, bench: Bench) -> None:
    document_id = scene.upload(content=b"What was agreed on.")
    longer = b"What was agreed on, and more."
    bench.store.client.put_object(
        buckets.DOCUMENTS, scene.key(document_id), io.BytesIO(longer), len(longer)
    )
    work(bench)
    assert scene.newest(document_id).refusal == "size"


def test_a_program_is_refused_whatever_it_is_called(scene: Scene, bench: Bench) -> None:
    program = b"MZ" + bytes(58) + b"\x40\0\0\0PE\0\0" + bytes(200)
    document_id = scene.upload(content=program, name="Invoice.pdf")
    work(bench)
    assert scene.newest(document_id).refusal == "program"


def test_markup_that_is_called_a_pdf_is_known_for_what_it_is(scene: Scene, bench: Bench) -> None:
    document_id = scene.upload(content=b"<html><script>x()</script>", name="Lease.pdf")
    work(bench)
    shown = scene.get(document_id)
    assert (shown.media_type, shown.kind, shown.shown_as) == ("text/html", "other", "text")


def test_an_e_mails_attachments_can_be_had_apart(scene: Scene, bench: Bench) -> None:
    mail = making.mail("Signed", "See below.", {"Lease\u202e\n.pdf": b"%PDF-"})
    document_id = scene.upload(content=mail, name="Signed.eml")
    work(bench)
    view, attachment = scene.get(document_id).renditions
    assert (view.name, attachment.name) == ("view.json", "attachment-1")
    assert "\u202e" not in attachment.file_name
    assert rendition(bench, scene, document_id, "attachment-1") == b"%PDF-"
    assert json.loads(rendition(bench, scene, document_id, "view.json"))["subject"] == "Signed"


def test_while_the_store_is_away_jobs_wait(scene: Scene, bench: Bench) -> None:
    document_id = scene.upload()
    away = with_settings(bench, store_url="http://127.0.0.1:9")
    work(away, tries=10)
    assert scene.newest(document_id).state == "checking"
    assert scene.jobs(document_id) == ["check"]
    work(bench)
    assert scene.newest(document_id).state == "ready"


def test_what_cannot_be_checked_is_given_up_visibly(scene: Scene, bench: Bench) -> None:
    """Its bytes are gone from the store, which no event can bring about."""
    content = b"What was agreed on."
    drop(scene, content)
    document_id = scene.upload()
    bench.store.client.remove_object(buckets.DOCUMENTS, scene.key(document_id))
    scene.send(document_id)
    work(bench)
    version = scene.newest(document_id)
    assert (version.state, version.refusal) == ("refused", "unchecked")
    assert [each.code for each in scene.published(DocumentRefused)] == ["unchecked"]
    with scene.sessions() as session:
        job = session.scalars(sa.select(Job).where(Job.version_id == version.id)).one()
        assert (job.due_at, job.reason) == (None, "S3Error")
    assert len(scene.published(DocumentReady)) == 1  # the other one


def test_without_isolation_nothing_is_converted_and_all_else_goes_on(
    scene: Scene, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confinement, "found", lambda: Confinement("", "bubblewrap is missing"))
    pdf, image = scene.upload(content=making.pdf(1)), scene.upload(content=making.image("JPEG"))
    work(bench)
    assert {scene.newest(each).state for each in (pdf, image)} == {"ready"}
    assert scene.newest(pdf).shown_as == "pdf"
    assert (scene.newest(image).shown_as, scene.newest(image).renditions) == ("none", [])
    assert "converted" in scene.newest(image).why_not_shown


def test_what_came_before_libreoffice_is_converted_once_that_is_there(
    scene: Scene, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has opened it meanwhile has opened this very version."""
    with monkeypatch.context() as without:
        without.setattr(Here, "has_office", lambda _: False)
        lease, macros = (scene.upload(content=making.docx(macros=each)) for each in (False, True))
        scene.send(lease)
        work(bench)
        presence.tell(bench)
        work(bench)
    assert [scene.newest(each).shown_as for each in (lease, macros)] == ["docx", "none"]
    scene.address(lease)
    presence.tell(bench)
    work(bench)
    for each in (lease, macros):
        version = scene.newest(each)
        assert (version.number, version.shown_as, version.pages) == (1, "pdf", 1)
        assert rendition(bench, scene, each, "view.pdf").startswith(b"%PDF")
    (opening,) = scene.get(lease).openings
    assert (opening.version, scene.get(lease).opened) == (1, True)
    presence.tell(bench)
    assert scene.jobs(lease) == []


def test_what_can_be_shown_stays_so_where_a_later_try_fails(
    scene: Scene, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setattr(Here, "has_office", lambda _: False)
        lease = scene.upload(content=making.docx())
        work(bench)
    presence.tell(bench)
    monkeypatch.setattr(moving, "opened", _fails)
    work(bench)
    assert scene.newest(lease).shown_as == "docx"
    presence.tell(bench)
    assert scene.jobs(lease) == ["convert"]  # given up, for people to see


def _fails(*_: Any) -> Any:
    raise RuntimeError


def test_a_job_that_went_to_another_worker_leads_to_nothing_here(
    scene: Scene, bench: Bench
) -> None:
    document_id = scene.upload()
    with bench.transaction() as session:
        first = taking.take(session, 0)
    with bench.transaction() as session:
        second = taking.take(session, 60)
    assert first is not None
    assert second is not None
    assert first.id == second.id
    with pytest.raises(Lost), bench.ending(first):
        pass
    doing.do(bench, second)
    work(bench)
    assert scene.newest(document_id).state == "ready"


def test_several_documents_come_as_one_zip(scene: Scene, bench: Bench) -> None:
    contents = {"D-1": b"one", "D-2": b"two", "D-3": b"=1+1"}
    documents = [drop(scene, content, name) for name, content in contents.items()]
    scene.replace("D-2", b"two", name="D-1.txt", checked=False)
    work(bench)
    caller = scene.caller("ana")
    archive = scene.ask(calls.MakeArchive(caller=caller, document_ids=documents))
    work(bench)
    found = scene.ask(calls.GetArchive(caller=caller, archive_id=archive.id))
    with moving.opened(bench.store, buckets.archive(archive.id)) as chunks:
        whole = b"".join(chunks)
    assert (found.state, found.size) == ("ready", len(whole))
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        assert packed.testzip() is None
        assert {each.compress_type for each in packed.infolist()} == {zipfile.ZIP_STORED}
        rows = list(csv.DictReader(io.StringIO(packed.read("index.csv").decode("utf-8-sig"))))
        for row in rows:
            assert hashlib.sha256(packed.read(row["file"])).hexdigest() == row["sha256"]
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (["a.pdf", "A.PDF", "a.pdf"], ["a.pdf", "A (2).PDF", "a (3).pdf"]),
        (["../../etc/passwd", "..", "con/x"], ["_.._etc_passwd", "document", "con_x"]),
        (["index.csv", "\u202egpj.exe"], ["index (2).csv", "gpj.exe"]),
    ],
)
def test_names_in_a_zip_are_names_of_files_in_one_folder(given: list[str], made: list[str]) -> None:
    assert unique(given) == made


def test_a_new_job_wakes_the_worker(scene: Scene, bench: Bench, settings: WorkerSettings) -> None:
    with _running(settings, poll=60):
        wait_for(functools.partial(_is_there, scene))
        document_id = scene.upload()
        wait_for(lambda: scene.newest(document_id).shown_as, within=20)


def test_a_worker_that_is_killed_leaves_its_job_to_the_next(
    scene: Scene, bench: Bench, settings: WorkerSettings
) -> None:
    before = _copies()
    document_id = drop(scene, b"x" * 3_000_000)
    with _silent_server() as port:
        slow = {"clamd": f"tcp://127.0.0.1:{port}", "lease": 1}
        with _running(settings, **slow) as worker:
            wait_for(lambda: _copies() - before)
            worker.process.send_signal(signal.SIGKILL)
            worker.process.wait()
    left = _copies() - before
    assert left
    assert scene.newest(document_id).state == "checking"
    with _running(settings, lease=1):
        wait_for(lambda: scene.newest(document_id).shown_as)
    assert scene.newest(document_id).scanned == "clean"
    assert len(scene.published(DocumentReady)) == 1
    wait_for(lambda: not left & _copies())


def test_a_worker_that_is_stopped_gives_back_what_it_has(
    scene: Scene, bench: Bench, settings: WorkerSettings
) -> None:
    document_id = scene.upload(content=b"x" * 3_000_000)
    with _silent_server() as port, _running(settings, clamd=f"tcp://127.0.0.1:{port}") as worker:
        wait_for(lambda: _attempts(scene, document_id) == 1)
        worker.process.terminate()
        assert worker.process.wait(timeout=15) == 0
    work(bench)
    assert scene.newest(document_id).state == "ready"


def test_several_workers_judge_each_document_once(
    scene: Scene, bench: Bench, settings: WorkerSettings
) -> None:
    documents = [drop(scene, f"Page {n}".encode(), f"D-{n}") for n in range(12)]
    with _running(settings, threads=2), _running(settings, threads=2):
        wait_for(lambda: all(scene.newest(each).shown_as for each in documents), within=90)
    told = [each.document_id for each in scene.published(DocumentReady)]
    assert sorted(told) == sorted(documents)


def test_an_idle_worker_has_loaded_nothing_that_opens_files(
    settings: WorkerSettings, bench: Bench
) -> None:
    with _running(settings) as worker:
        wait_for(lambda: any(line["event"] == "worker started" for line in worker.lines()))
        loaded = pathlib.Path(f"/proc/{worker.process.pid}/maps").read_text()
        said = worker.log.read_text()
    heavy = ("libmagic", "PIL/", "pikepdf", "pi_heif", "calamine")
    assert [name for name in heavy if name in loaded] == []
    assert "eventlet" not in said  # which says on import that it is deprecated


def _copies() -> set[pathlib.Path]:
    """What workers have on the disk, of documents that they look at or that they died of."""
    places = pathlib.Path(tempfile.gettempdir()).glob("redwell-*.lock")
    return {file for place in places if (file := place.with_suffix("") / "in").exists()}


@contextlib.contextmanager
def _running(settings: WorkerSettings, **changed: Any) -> Iterator[testing.Running]:
    told = msgspec.structs.asdict(settings) | changed
    told["retry_delays"] = " ".join(map(str, told["retry_delays"]))
    with testing.running_program("services.files.worker", **told) as running:
        yield running


def _is_there(scene: Scene) -> bool:
    with scene.sessions() as session:
        recent = sa.text("SELECT 1 FROM workers WHERE seen_at > now() - interval '5 seconds'")
        return session.scalar(recent) is not None


def _attempts(scene: Scene, document_id: uuid.UUID) -> int:
    query = sa.select(Job.attempts).join(Version, Version.id == Job.version_id)
    with scene.sessions() as session:
        return session.scalar(query.where(Version.document_id == document_id)) or 0


@contextlib.contextmanager
def _silent_server(hang_up: bool = False) -> Iterator[int]:
    """Takes a connection and then nothing more, or hangs up after a little."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        kept: list[socket.socket] = []

        def take() -> None:
            with contextlib.suppress(OSError):
                while True:
                    line = server.accept()[0]
                    kept.append(line)
                    if hang_up:
                        line.recv(1000)
                        line.close()

        threading.Thread(target=take, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        for line in kept:
            line.close()
