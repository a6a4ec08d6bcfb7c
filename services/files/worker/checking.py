"""A version is looked at: is it all there, what is it, does it carry a virus?"""

import contextlib
import pathlib

from backbone.confined.children import NotConfined
from contracts.values import Refusal
from services.files import kinds, verdicts
from services.files.converting import showing
from services.files.store import moving
from services.files.worker import passing, versions
from services.files.worker.bench import Bench
from services.files.worker.clamd import Away, Scan
from services.files.worker.passing import Seen
from services.files.worker.taking import Taken
from services.files.worker.versions import Facts

_FILE = "in"
# With the last of these tries a document does without what is away, and says so: the virus check,
# or whatever keeps children in.
PATIENCE = 3
_AT_LEAST, _A_SECOND = 120.0, 2_000_000  # seconds for a scan, and bytes that it may take each for
# What runs when it is opened, whatever it is called.
_PROGRAMS = (
    "application/vnd.microsoft.portable-executable",
    *("application/x-dosexec", "application/x-msdownload", "application/x-msi"),
    *("application/x-executable", "application/x-pie-executable", "application/x-sharedlib"),
    *("application/x-mach-binary", "application/x-ms-shortcut", "application/x-java-applet"),
    *("text/x-msdos-batch", "application/vnd.android.package-archive", "application/java-archive"),
)


def check(bench: Bench, job: Taken) -> None:
    """Read it once, from its first byte to its last; then it is ready, or refused."""
    with bench.transaction() as session:
        version = versions.facts(session, job.version_id)
    if version is None or version.state != "checking":
        with bench.ending(job):
            return
    with bench.folder() as folder:
        seen = _seen(bench, job, version, folder / _FILE)
        media_type = _type(bench, job, folder)
    end(bench, job, version, seen, media_type)


def end(bench: Bench, job: Taken, version: Facts, seen: Seen, media_type: str) -> None:
    """What was found, and what follows from it, commit together."""
    refusal = _refusal(version, seen, media_type)
    with bench.ending(job) as (session, now):
        if refusal is not None:
            verdicts.refused(session, now, version.id, refusal)
            return
        verdicts.ready(
            session,
            now,
            version.id,
            size=seen.size,
            sha256=seen.sha256,
            media_type=media_type,
            kind=kinds.kind_of(media_type, version.name),
            scanned="clean" if seen.verdict == "clean" else "not_checked",
        )


def _seen(bench: Bench, job: Taken, version: Facts, copy: pathlib.Path) -> Seen:
    scan = _scan(bench, job, version.size)
    scanning = contextlib.closing(scan) if scan else contextlib.nullcontext()
    with scanning, moving.opened(bench.store, version.key) as chunks:
        return passing.read(chunks, version.size, copy, scan)


def _scan(bench: Bench, job: Taken, size: int) -> Scan | None:
    """None where there is nobody to ask, or nothing that they would look into."""
    if not bench.settings.clamd or size > bench.settings.scan_limit:
        return None
    try:
        return Scan(bench.settings.clamd, _AT_LEAST + size / _A_SECOND)
    except Away:
        if job.attempts < PATIENCE:
            raise
        return None


def _type(bench: Bench, job: Taken, folder: pathlib.Path) -> str:
    """As a child finds it; where there can be none, what little can be told without."""
    try:
        return showing.look(bench.workshop, folder, _FILE)
    except NotConfined:
        if job.attempts < PATIENCE:
            raise
        return showing.begins_as(folder, _FILE)


def _refusal(version: Facts, seen: Seen, media_type: str) -> Refusal | None:
    if seen.size != version.size:
        return "size"
    if version.said_sha256 and seen.sha256 != version.said_sha256:
        return "sha256"
    if seen.verdict == "virus":
        return "virus"
    return "program" if media_type in _PROGRAMS else None
