"""Documents by verb: the file lies in the drop bucket before the event tells of it."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner, Result

from backbone.testing import wait_for
from contracts import buckets, events, ids, topology
from contracts.events.documents import DocumentReady, DocumentRefused, DocumentShared
from operations.firms import DEMO, app
from operations.provision import Stack
from tests.firm.conftest import AT, PERSON, forget, happen, waiting_in

FIRM = "calder"


def redwell_firm(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def calder(place: Stack, run: Path) -> Iterator[str]:
    assert redwell_firm("add", FIRM, "--name", "Calder & Finch").exit_code == 0
    yield FIRM
    forget(place, FIRM)


@pytest.fixture
def motion(tmp_path: Path) -> Path:
    file = tmp_path / "Motion to compel.pdf"
    file.write_bytes(b"%PDF-1.7 the motion")
    return file


def heard(place: Stack, event_type: str) -> dict[str, Any]:
    """The one event of this type that files got."""
    found = [json.loads(body) for body in waiting_in(place, topology.inbox("files"))]
    (event,) = [each["data"] for each in found if each["type"] == event_type]
    return dict(event)


def test_what_is_shared_lies_in_the_drop_bucket_as_the_event_says(
    place: Stack, calder: str, motion: Path
) -> None:
    done = redwell_firm(
        "share", "m-1", str(motion), "--id", "motion", "--as", "nora", "--wait", "0"
    )
    assert done.exit_code == 0, done.output
    told = heard(place, "document.shared")
    assert (told["document_id"], told["name"]) == ("motion", "Motion to compel.pdf")
    assert (told["media_type"], told["conversation_id"]) == ("application/pdf", None)
    dropped = place.s3.client("s3").get_object(Bucket=buckets.drop(FIRM), Key=told["key"])
    content = dropped["Body"].read()
    assert (len(content), hashlib.sha256(content).hexdigest()) == (told["size"], told["sha256"])


def test_a_document_is_replaced_and_revoked(place: Stack, calder: str, motion: Path) -> None:
    done = redwell_firm("replace", "motion", str(motion), "--as", "nora", "--wait", "0")
    assert done.exit_code == 0, done.output
    assert heard(place, "document.replaced")["document_id"] == "motion"
    assert redwell_firm("revoke", "motion", "--reason", "By mistake.", "--wait", "0").exit_code == 0
    assert heard(place, "document.revoked") == {"document_id": "motion", "reason": "By mistake."}


def stands(told: dict[str, Any], kind: Any, **more: Any) -> events.Event:
    made: events.Event = kind(
        matter_id=ids.new_id(),
        matter_ref="m-1",
        audience=[],
        document_id=ids.new_id(),
        document_ref=told["document_id"],
        name=told["name"],
        version=1,
        origin="firm",
        author=PERSON,
        size=1,
        media_type="",
        change=1,
        at=AT,
        **more,
    )
    return made


@pytest.mark.parametrize(
    ("kind", "more", "code", "said"),
    [
        (DocumentReady, {"sha256": "", "key": "", "scanned": "clean"}, 0, "can be opened"),
        (
            DocumentRefused,
            {"refused_version": 1, "code": "virus", "reason": "It carries a virus."},
            1,
            "It is refused: It carries a virus.",
        ),
    ],
)
def test_sharing_tells_at_once_what_becomes_of_it(
    place: Stack, calder: str, motion: Path, kind: Any, more: Any, code: int, said: str
) -> None:
    def answer() -> None:
        told = wait_for(lambda: _shared(place), within=20)
        assert told
        happen(place, FIRM, stands(told, kind, state="ready", **more))

    thread = Thread(target=answer)
    thread.start()
    done = redwell_firm("share", "m-1", str(motion), "--as", "nora", "--wait", "10")
    thread.join()
    assert (done.exit_code, said in done.output) == (code, True), done.output


def _shared(place: Stack) -> dict[str, Any] | None:
    found = [json.loads(body) for body in waiting_in(place, topology.inbox("files"))]
    return next((each["data"] for each in found if each["type"] == "document.shared"), None)


def test_a_file_that_is_empty_or_not_there_is_named_and_nothing_is_sent(
    place: Stack, calder: str, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.pdf"
    empty.touch()
    for file in (empty, tmp_path / "missing.pdf"):
        refused = redwell_firm("share", "m-1", str(file), "--as", "nora")
        assert (refused.exit_code, str(file) in refused.output) == (1, True)
    assert _shared(place) is None


def test_the_demos_files_are_what_its_events_say() -> None:
    said = [msgspec.json.decode(file.read_bytes()) for file in sorted(DEMO.glob("[0-9]*.json"))]
    shared = [each["data"] for each in said if each["type"] == DocumentShared.type]
    assert {each["key"] for each in shared} == {each.name for each in (DEMO / "files").iterdir()}
    for each in shared:
        content = (DEMO / "files" / each["key"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == each["sha256"]
        assert len(content) == each["size"]
