"""What each job is done with: database, store, workshop."""

import contextlib
import dataclasses
import datetime
import pathlib
from collections.abc import Iterator

from sqlalchemy.orm import Session, sessionmaker

from services.files.converting.workshop import Workshop
from services.files.store import Store
from services.files.worker import folders, taking
from services.files.worker.settings import WorkerSettings
from services.files.worker.taking import Taken


@dataclasses.dataclass(frozen=True)
class Bench:
    settings: WorkerSettings
    sessions: sessionmaker[Session]
    store: Store
    workshop: Workshop

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Session]:
        with self.sessions.begin() as session:
            yield session

    @contextlib.contextmanager
    def ending(self, job: Taken) -> Iterator[tuple[Session, datetime.datetime]]:
        """The transaction in which the job is done, and what it led to is kept; or neither is.

        Raises Lost where somebody else has done it, or is doing it.
        """
        with self.sessions.begin() as session:
            taking.done(session, job)
            yield session, self.now()

    def now(self) -> datetime.datetime:
        return datetime.datetime.now(datetime.UTC)

    def folder(self) -> contextlib.AbstractContextManager[pathlib.Path]:
        """Of one job; all that is in it goes."""
        return folders.one(self.workshop.place)
