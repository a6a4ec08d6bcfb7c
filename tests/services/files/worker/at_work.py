"""A worker at work, one job after the other; and a firm that drops files."""

import uuid
from typing import Any

import msgspec

from backbone import testing
from contracts import buckets
from operations.object_store import ObjectStore
from services.files.worker import doing, taking
from services.files.worker.bench import Bench
from tests.services.files.scene import Scene


def store() -> ObjectStore:
    return msgspec.convert(testing.stack()["s3"], ObjectStore)


def work(bench: Bench, tries: int = 100) -> None:
    """Do what is due until nothing is."""
    for _ in range(tries):
        with bench.transaction() as session:
            job = taking.take(session, 60)
        if job is None:
            return
        doing.do(bench, job)


def drop(scene: Scene, content: bytes, document: str = "D-1", **more: Any) -> uuid.UUID:
    """The firm puts it into its bucket and says so."""
    put = store().client("s3").put_object
    put(Bucket=buckets.drop(scene.firm_id), Key=f"out/{document}", Body=content)
    return scene.share(document, content, checked=False, **more)
