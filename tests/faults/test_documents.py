"""No finished upload is lost and no message points at nothing, whatever died meanwhile; and a
large file takes no more memory than a small one.
"""

import contextlib
import dataclasses
import hashlib
import os
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import pytest

from backbone.testing import wait_for
from bench.people import Client
from bench.uploads import Content, Uploader
from contracts.events.documents import DocumentReady, DocumentRefused
from contracts.events.messages import MessageSent
from firm.watcher import Received, watch
from operations import memory
from tests.faults.chaos import Fault, database_killed, killed
from tests.faults.counting import SETTLES_WITHIN
from tests.faults.office import Office

UPLOADS, MESSAGES = 50, 200
# More than is looked through for viruses; 5 is the most that is taken, and takes some minutes.
GIGABYTES = int(os.environ.get("REDWELL_TEST_GIGABYTES", "2"))
FLAT = 100.0  # MB that a program may grow by meanwhile
STORE_FLAT = 400.0  # the store keeps what it has collected for later
PATIENCE = 240.0  # for one step of an upload to be acknowledged, across all its tries
LARGE = 9 * 1024 * 1024  # more than one part
FAULTS: list[Fault] = [
    *map(killed, ("files", "files-worker", "messaging", "seaweedfs", "relay", "rabbitmq")),
    *map(killed, ("nginx", "gateway")),
    database_killed,
]


@dataclasses.dataclass
class Shipped:
    """What was acknowledged: documents by their digests, and which message each went with."""

    sha256: dict[uuid.UUID, str] = dataclasses.field(default_factory=dict)
    attached: dict[str, list[uuid.UUID]] = dataclasses.field(default_factory=dict)
    alone: dict[str, list[uuid.UUID]] = dataclasses.field(default_factory=dict)  # by contact
    repeated: int = 0

    @property
    def acked(self) -> int:
        return len(self.attached) + sum(map(len, self.alone.values()))


@pytest.fixture
def uploaders(office: Office, clients: list[Client]) -> Iterator[dict[str, Uploader]]:
    with contextlib.ExitStack() as stack:
        opened = {}
        for client in clients:
            uploader = Uploader(office.town.portal, client, PATIENCE)
            stack.callback(uploader.close)
            opened[client.contact] = uploader
        yield opened


def test_no_document_is_lost(
    office: Office,
    uploaders: dict[str, Uploader],
    record_property: Callable[[str, object], None],
) -> None:
    shipped = Shipped()
    with ThreadPoolExecutor(len(uploaders)) as pool:
        jobs = [pool.submit(_ship, each, by, shipped) for by, each in uploaders.items()]
        _meanwhile(office, shipped, jobs)
        for job in jobs:
            job.result()
    for contact, uploader in uploaders.items():
        uploader.send(f"{contact} sends the rest", shipped.alone[contact])
        shipped.attached[f"{contact} sends the rest"] = shipped.alone[contact]
    heard = _heard(office, shipped)
    record_property("asked again", shipped.repeated)
    assert sum(map(len, shipped.alone.values())) == UPLOADS
    assert {body: set(each) for body, each in heard.attached.items()} == {
        body: set(each) for body, each in shipped.attached.items()
    }
    assert heard.ready == shipped.sha256  # also: none was refused
    assert [each for each, times in heard.verdicts.items() if times > 1] == []
    for contact, uploader in uploaders.items():
        document_id = shipped.alone[contact][0]
        assert _digest(uploader.read(document_id)) == shipped.sha256[document_id]


def test_a_large_file_passes_in_little_memory(
    office: Office,
    uploaders: dict[str, Uploader],
    record_property: Callable[[str, object], None],
) -> None:
    uploader = next(iter(uploaders.values()))
    content = Content(bytes(1024), GIGABYTES * 1024**3)
    before, most = _resident(office), Counter[str]()
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(_send_alone, uploader, content)
        wait_for(lambda: _note(office, most) and sent.done(), within=600)
        document_id = sent.result()

    def judged() -> bool:
        _note(office, most)
        return bool(uploader.get(f"/v1/documents/{document_id}")["state"] == "ready")

    wait_for(judged, within=300)
    grown = {name: round(most[name] - before.get(name, 0.0), 1) for name in most}
    record_property("grown by MB", grown)
    assert grown.pop("seaweedfs") < STORE_FLAT
    assert [name for name, by in grown.items() if by > FLAT] == []


def _send_alone(uploader: Uploader, content: Content) -> uuid.UUID:
    document_id = uploader.upload("Everything.bin", content)
    uploader.send("Here is all of it", [document_id])
    return document_id


def _resident(office: Office) -> dict[str, float]:
    return {name: memory.resident(pid) for name, pid in office.stack.pids().items()}


def _note(office: Office, most: Counter[str]) -> bool:
    for name, megabytes in _resident(office).items():
        most[name] = max(most[name], megabytes)  # type: ignore[assignment]
    return True


def _ship(uploader: Uploader, contact: str, shipped: Shipped) -> None:
    """Messages with a small document each, and large ones between them that no message takes."""
    shipped.alone[contact] = []
    for number in range(MESSAGES // 5):
        content = Content(f"{contact}'s paper {number}. ".encode(), 20_000 + number)
        document_id = uploader.upload(f"paper {number}.txt", content)
        shipped.sha256[document_id] = content.sha256()
        body = f"{contact} sends paper {number}"
        uploader.send(body, [document_id])
        shipped.attached[body] = [document_id]
        if number % 4 == 0:
            large = Content(f"{contact}'s scan {number}. ".encode(), LARGE + number)
            document_id = uploader.upload(f"scan {number}.txt", large)
            shipped.sha256[document_id] = large.sha256()
            shipped.alone[contact].append(document_id)
    shipped.repeated += uploader.repeated


def _meanwhile(office: Office, shipped: Shipped, jobs: list[Future[None]]) -> None:
    """Each fault once its share was acknowledged, or nobody sends any more."""
    for number, fault in enumerate(FAULTS, start=1):
        share = (UPLOADS + MESSAGES) * number // (len(FAULTS) + 1)
        wait_for(partial(_sent, share, shipped, jobs), within=SETTLES_WITHIN)
        fault(office.stack)


def _sent(share: int, shipped: Shipped, jobs: list[Future[None]]) -> bool:
    return shipped.acked >= share or any(job.done() for job in jobs)


class Heard:
    """What the firm heard: each event once, however often it came."""

    def __init__(self) -> None:
        self.attached: dict[str, list[uuid.UUID]] = {}
        self.ready: dict[uuid.UUID, str] = {}
        self.verdicts: Counter[uuid.UUID] = Counter()
        self._known: set[str] = set()

    def note(self, received: Received) -> None:
        event = received.event
        if received.envelope.id in self._known:
            return
        self._known.add(received.envelope.id)
        if isinstance(event, MessageSent) and event.attachments:
            self.attached[event.body] = [each.document_id for each in event.attachments]
        if isinstance(event, DocumentReady):
            self.ready[event.document_id] = event.sha256
        if isinstance(event, DocumentReady | DocumentRefused):
            self.verdicts[event.document_id] += 1


def _heard(office: Office, shipped: Shipped) -> Heard:
    """Once the firm heard of all, or had its time."""
    heard, ends = Heard(), time.monotonic() + SETTLES_WITHIN

    def enough() -> bool:
        judged = shipped.sha256.keys() <= heard.verdicts.keys()
        told = shipped.attached.keys() <= heard.attached.keys()
        return (judged and told) or time.monotonic() > ends

    watch(office.amqp_url, office.firm_id, heard.note, until=enough)
    return heard


def _digest(pieces: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()
