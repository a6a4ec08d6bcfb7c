"""`python -m services.files.worker`: runs until it is told to end. Several may run, anywhere."""

import contextlib
import pathlib
import signal
import tempfile
import threading

from sqlalchemy.exc import SQLAlchemyError

from backbone import log, settings
from backbone.postgres import database
from services.files.converting.conversing import There
from services.files.converting.workshop import Here
from services.files.store import Store
from services.files.worker import folders, presence
from services.files.worker.bench import Bench
from services.files.worker.settings import WorkerSettings
from services.files.worker.working import Working

_ANSWER = 30.0  # seconds for the store to begin to answer
_FINISH_WITHIN = 8.0  # seconds, before whoever stops us makes us


def bench_for(loaded: WorkerSettings) -> Bench:
    engine = database.engine_for(loaded.database_url, loaded.threads + 2)
    store = Store(loaded, answer=_ANSWER, connections=loaded.threads + 2)
    here = Here(pathlib.Path(tempfile.gettempdir()))
    workshop = There(loaded.shared_folder) if loaded.shared_folder else here
    return Bench(loaded, database.sessions(engine), store, workshop)


def main() -> None:
    loaded = settings.load(WorkerSettings)
    log.configure("files-worker", loaded.log_level)
    bench = bench_for(loaded)
    confined = bench.workshop.confinement()
    if not confined:
        log.get().warning("nothing is converted", why=confined.why)
    ended = threading.Event()
    for end in (signal.SIGTERM, signal.SIGINT):
        signal.signal(end, lambda *_: ended.set())
    folders.sweep(bench.workshop.place)
    working = Working(bench)
    working.start()
    log.get().info("worker started", confinement=confined.kind, scans=bool(loaded.clamd))
    ended.wait()
    working.stop(_FINISH_WITHIN)
    with contextlib.suppress(SQLAlchemyError), bench.transaction() as session:
        presence.leave(session)
    log.get().info("worker ended")


if __name__ == "__main__":
    main()
