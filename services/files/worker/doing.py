"""One job after the other, and what becomes of those that fail."""

from collections.abc import Callable

from backbone import log
from backbone.confined.children import NotConfined
from backbone.postgres.database import is_away
from contracts.errors import Unavailable
from contracts.values import Refusal
from services.files import verdicts
from services.files.models import JobKind
from services.files.worker import archiving, checking, copying, drawing, presenting, taking
from services.files.worker.bench import Bench
from services.files.worker.clamd import Away
from services.files.worker.taking import Lost, Taken

KINDS: dict[JobKind, Callable[[Bench, Taken], None]] = {
    "check": checking.check,
    "copy": copying.copy,
    "convert": presenting.present,
    "archive": archiving.pack,
    "draw": drawing.draw,
}
UNSEEN = "It could not be prepared for being shown here."


def do(bench: Bench, job: Taken) -> None:
    """Do it, put it off, or give it up: never raises but where the database is away."""
    log.bind(job=str(job.id), kind=job.kind, version=str(job.version_id or ""))
    try:
        KINDS[job.kind](bench, job)
        log.get().info("job done", attempts=job.attempts)
    except Lost:
        log.get().warning("job is in other hands")
    except Exception as error:
        if is_away(error):
            raise
        _failed(bench, job, error)


def _failed(bench: Bench, job: Taken, error: Exception) -> None:
    """What is away comes back, however long that takes; all else is tried only so often."""
    delays = bench.settings.retry_delays
    waits = isinstance(error, (Unavailable, Away, NotConfined))
    if job.attempts > len(delays) and not waits:
        log.get().error("job given up", attempts=job.attempts, **log.cause(error))
        _give_up(bench, job, type(error).__name__)
        return
    delay = delays[min(job.attempts, len(delays)) - 1]
    log.get().warning("job put off", attempts=job.attempts, seconds=delay, **log.cause(error))
    with bench.transaction() as session:
        taking.put_off(session, job, delay, type(error).__name__)


def _give_up(bench: Bench, job: Taken, reason: str) -> None:
    """Whoever waits for it is told; the job stays, for those who can mend what it failed at."""
    with bench.transaction() as session:
        taking.park(session, job, reason)
        now = bench.now()
        if job.archive_id is not None:
            verdicts.not_packed(session, job.archive_id)
        elif job.version_id is not None and job.kind == "convert":
            verdicts.shown(session, now, job.version_id, shown_as="none", why_not=UNSEEN)
        elif job.version_id is not None:
            code: Refusal = "not_drawn" if job.kind == "draw" else "unchecked"
            verdicts.refused(session, now, job.version_id, code)
