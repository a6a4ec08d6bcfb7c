"""A version that was found good is made visible: its renditions are made, and put beside it."""

import pathlib
from typing import Any

from backbone.confined.children import NotConfined
from contracts import buckets, texts
from services.files import verdicts
from services.files.converting import report, showing, signatures
from services.files.converting.report import Made, Report, Untrue
from services.files.converting.steps import LARGEST
from services.files.store import moving
from services.files.worker import passing, versions
from services.files.worker.bench import Bench
from services.files.worker.checking import PATIENCE
from services.files.worker.taking import Taken
from services.files.worker.versions import Facts

_FILE = "in"
NOT_HERE = "It cannot be shown here, as nothing is converted at present."


def present(bench: Bench, job: Taken) -> None:
    """How it can be shown, with what was made for that; its bytes stay as they are."""
    with bench.transaction() as session:
        version = versions.facts(session, job.version_id)
    if version is None or version.state != "ready":
        with bench.ending(job):
            return
    with bench.folder() as folder:
        with moving.opened(bench.store, version.key) as chunks:
            passing.copy(chunks, version.size, folder / _FILE)
        lacks_office = showing.lacks_office(bench.workshop, version.media_type)
        shown, renditions = _shown(bench, job, version, folder)
    with bench.ending(job) as (session, now):
        verdicts.shown(
            session,
            now,
            version.id,
            shown_as=shown.shown_as,
            why_not=shown.why_not_shown,
            pages=shown.pages,
            renditions=renditions,
            unprinted=lacks_office,
        )


def _shown(
    bench: Bench, job: Taken, version: Facts, folder: pathlib.Path
) -> tuple[Report, list[dict[str, Any]]]:
    try:
        shown = showing.show(bench.workshop, folder, _FILE, version.media_type, version.size)
        return shown, [_kept(bench, version, folder, shown, made) for made in shown.renditions]
    except Untrue:
        return report.not_shown(report.DAMAGED), []
    except NotConfined:
        if job.attempts < PATIENCE:
            raise
        # A reader of PDFs in the page needs nothing of us.
        is_pdf = version.media_type == signatures.PDF
        return Report(shown_as="pdf") if is_pdf else report.not_shown(NOT_HERE), []


def _kept(
    bench: Bench, version: Facts, folder: pathlib.Path, shown: Report, made: Made
) -> dict[str, Any]:
    """Raises Untrue, Unavailable."""
    with report.opened(folder, made.name) as file:
        size = file.seek(0, 2)
        file.seek(0)
        if size > LARGEST:
            raise Untrue(f"{made.name} is too large")
        key = buckets.version(version.firm_id, version.id, made.name)
        moving.put(bench.store, key, file, size, made.media_type)
    told = {"name": made.name, "media_type": made.media_type, "size": size}
    if made.media_type == "application/pdf":
        told["pages"] = shown.pages
    if made.file_name:
        told["file_name"] = texts.line(made.file_name)
    return told
