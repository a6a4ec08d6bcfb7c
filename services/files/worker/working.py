"""The worker's threads: some do jobs, one keeps them lent, one hears of new ones, one tells."""

import contextlib
import threading
from collections.abc import Callable

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from backbone import log
from services.files.worker import doing, presence, taking
from services.files.worker.bench import Bench
from services.files.worker.taking import Taken

_LONGEST_PAUSE = 5.0  # seconds
_TELLS_EVERY = 10.0


class Working:
    """`stop` lets what is in hand be finished by others at once, and ends nothing by force."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.stopping = threading.Event()
        self._news = threading.Condition()
        self._in_hand: dict[int, Taken] = {}
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        parts: list[Callable[[], None]] = [self._work] * self.bench.settings.threads
        for part in (*parts, self._keep, self._tell, self._listen):
            thread = threading.Thread(target=self._for_ever, args=(part,), daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, within: float) -> None:
        """Take no more, wait a little for what is in hand, and give the rest back."""
        self.stopping.set()
        self._wake()
        for thread in self._threads[: self.bench.settings.threads]:
            thread.join(within / self.bench.settings.threads)
        with contextlib.suppress(SQLAlchemyError), self.bench.transaction() as session:
            for job in self._in_hand.values():
                taking.put_off(session, job, 0, "stopped")

    def _for_ever(self, part: Callable[[], None]) -> None:
        """Each again after what it did not foresee, with growing pauses."""
        pause = 0.1
        while not self.stopping.is_set():
            try:
                part()
                pause = 0.1
            except Exception as error:
                told = {"part": part.__name__, "pause": pause, **log.cause(error)}
                log.get().warning("worker interrupted", **told)
            self.stopping.wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _work(self) -> None:
        """Do what is due; returns when it is to stop."""
        while not self.stopping.is_set():
            with self.bench.transaction() as session:
                job = taking.take(session, self.bench.settings.lease)
            if job is None:
                with self._news:
                    self._news.wait(self.bench.settings.poll)
                continue
            me = threading.get_ident()
            self._in_hand[me] = job
            try:
                doing.do(self.bench, job)
            finally:
                del self._in_hand[me]

    def _keep(self) -> None:
        """What is in hand stays so for as long as this process lives."""
        lease = self.bench.settings.lease
        while not self.stopping.wait(lease / 3):
            with self.bench.transaction() as session:
                taking.keep(session, list(self._in_hand.values()), lease)

    def _tell(self) -> None:
        """That it lives, and what it can do; a converter may take its time to say."""
        while not self.stopping.is_set():
            presence.tell(self.bench)
            self.stopping.wait(_TELLS_EVERY)

    def _listen(self) -> None:
        """Without it work is found by looking, a little later."""
        with psycopg.connect(
            self.bench.settings.database_url, autocommit=True, connect_timeout=5
        ) as line:
            line.execute(f"LISTEN {taking.CHANNEL}")
            self._wake()
            while not self.stopping.is_set():
                for _ in line.notifies(timeout=self.bench.settings.poll, stop_after=1):
                    self._wake()
                line.execute("SELECT 1")

    def _wake(self) -> None:
        with self._news:
            self._news.notify_all()
