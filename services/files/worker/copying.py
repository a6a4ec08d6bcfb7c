"""What a firm has dropped is copied, and then looked at as all else is."""

from contracts import buckets
from contracts.values import Refusal
from services.files import verdicts
from services.files.store import moving, objects
from services.files.worker import checking, versions
from services.files.worker.bench import Bench
from services.files.worker.taking import Taken


def copy(bench: Bench, job: Taken) -> None:
    """Exactly the object that was looked at; its digest is compared on our copy, so that nothing
    can be put in its place between the two."""
    with bench.transaction() as session:
        version = versions.facts(session, job.version_id)
    if version is not None and version.state == "checking":
        bucket = buckets.drop(version.firm_id)
        there = objects.stat(bench.store, version.drop_key, bucket)
        if there is None or there.size != version.size:
            code: Refusal = "missing" if there is None else "size"
            with bench.ending(job) as (session, now):
                verdicts.refused(session, now, version.id, code)
            return
        moving.take_from_drop(
            bench.store, version.firm_id, version.drop_key, there.etag, there.size, version.key
        )
    checking.check(bench, job)
