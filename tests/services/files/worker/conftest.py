"""A worker's things: a database of each module's own, as a worker takes whatever job there is."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session, sessionmaker

from backbone import testing
from backbone.postgres import database
from contracts import buckets
from operations.object_store import ensure_bucket
from services.files.worker.__main__ import bench_for
from services.files.worker.bench import Bench
from services.files.worker.settings import WorkerSettings
from tests.services.files.scene import Scene
from tests.services.files.worker.at_work import store


@pytest.fixture(scope="module")
def url() -> str:
    return testing.fresh_database("files")


@pytest.fixture(scope="module")
def sessions(url: str) -> Iterator[sessionmaker[Session]]:
    engine = database.engine_for(url, pool_size=16)
    yield database.sessions(engine)
    engine.dispose()


@pytest.fixture
def settings(url: str) -> WorkerSettings:
    return WorkerSettings(
        database_url=url,
        **testing.store_settings(),  # type: ignore[arg-type]
        clamd=testing.stack()["clamd"],
        retry_delays=[0, 0, 0],
    )


@pytest.fixture
def bench(settings: WorkerSettings, scene: Scene) -> Bench:
    for bucket in (buckets.DOCUMENTS, buckets.drop(scene.firm_id)):
        ensure_bucket(store(), bucket)
    return bench_for(settings)
