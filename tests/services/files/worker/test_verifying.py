"""What those who run it can prove and mend: whether every document's bytes are there."""

import io
import os
import pathlib
import subprocess
import sys

import sqlalchemy as sa

from backbone import testing
from contracts import buckets
from services.files.models import Job
from services.files.worker.bench import Bench
from tests.services.files.scene import Scene
from tests.services.files.worker.at_work import work

REDWELL = pathlib.Path(sys.executable).parent / "redwell"


def redwell(database_url: str, *arguments: str) -> tuple[int, str]:
    told = testing.store_settings() | {"database_url": database_url}
    own = {f"REDWELL_{name.upper()}": value for name, value in told.items()}
    environment = {**os.environ, **own, "REDWELL_RUN": "/nowhere"}
    done = subprocess.run(
        [REDWELL, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_bytes_that_are_gone_or_changed_are_named(scene: Scene, bench: Bench, url: str) -> None:
    good, changed, gone, unseen = [scene.upload(content=f"Page {n}".encode()) for n in range(4)]
    work(bench)
    assert redwell(url, "verify")[0] == 0
    client = bench.store.client
    other = b"Page X"
    client.put_object(buckets.DOCUMENTS, scene.key(changed), io.BytesIO(other), len(other))
    client.remove_object(buckets.DOCUMENTS, scene.key(gone))
    client.remove_object(buckets.DOCUMENTS, f"{scene.key(unseen)}/view.txt")
    code, said = redwell(url, "verify")
    told = sorted(line for line in said.splitlines() if "document" in line)
    assert (code, len(told)) == (1, 3)
    for document_id, what in ((changed, "changed"), (gone, "missing"), (unseen, "rendition")):
        assert any(line.startswith(what) and str(document_id) in line for line in told)
    assert str(good) not in said
    assert redwell(url, "verify", "--quick")[1].count("changed:") == 0


def test_what_was_given_up_is_tried_again_when_asked_for(
    scene: Scene, bench: Bench, url: str
) -> None:
    document_id = scene.upload()
    key = scene.key(document_id)
    with bench.sessions.begin() as session:
        session.execute(sa.text("UPDATE documents SET firm_id = firm_id || '-lost'"))
    work(bench)
    assert scene.newest(document_id).refusal == "unchecked"
    with bench.sessions.begin() as session:
        session.execute(sa.text("UPDATE documents SET firm_id = replace(firm_id, '-lost', '')"))
    assert redwell(url, "documents", "retry")[1].startswith("1 jobs")
    work(bench)
    assert scene.key(document_id) == key
    assert scene.newest(document_id).state == "ready"
    with scene.sessions() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Job)) == 0
