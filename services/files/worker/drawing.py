"""What was sent of a form is drawn as a PDF, which goes the way of every document from there on."""

import dataclasses
import datetime
import io
import uuid
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backbone import log
from contracts import buckets
from contracts.events.forms import FormSubmitted
from contracts.forms.questions import Definition
from papers import forms
from papers.drawing import draw as drawn
from roster.models import Firm, Matter
from services.files import jobs, paper_names
from services.files.converting import signatures
from services.files.models import Document, Paper, Version
from services.files.store import moving
from services.files.worker.bench import Bench
from services.files.worker.taking import Taken


@dataclasses.dataclass(frozen=True)
class _ToDraw:
    key: str
    name: str
    data: dict[str, Any]


def draw(bench: Bench, job: Taken) -> None:
    """Drawn while nothing is held; once more it is the same bytes under the same key.

    Raises NotDrawn, Unavailable.
    """
    with bench.transaction() as session:
        found = _to_draw(session, job.version_id)
    if found is None:
        with bench.ending(job):
            return
    paper = drawn("form", found.data)
    size = len(paper.content)
    moving.put(bench.store, found.key, io.BytesIO(paper.content), size, signatures.PDF)
    log.get().info("paper drawn", bytes=size, lasting=paper.lasting)
    with bench.ending(job) as (session, now):
        _keep(session, now, job.version_id, found.name, size)


def _to_draw(session: Session, version_id: uuid.UUID | None) -> _ToDraw | None:
    """None where it was drawn, or refused, before."""
    row = session.execute(_PAPER.where(Version.id == version_id)).one_or_none()
    if row is None or row.form is None or row.sent is None:
        return None
    definition = msgspec.json.decode(row.form, type=Definition)
    told = msgspec.json.decode(row.sent, type=FormSubmitted)
    names = select(Document.id, Document.name).where(Document.id.in_(told.documents))
    files = {row.id: row.name for row in session.execute(names)}
    sent = forms.Sent(told=told, firm=row.firm, matter=row.matter, files=files)
    data = forms.of(definition, sent)
    key = buckets.version(row.firm_id, row.id)
    return _ToDraw(key, paper_names.of(data["title"], told.number), data)


def _keep(
    session: Session,
    now: datetime.datetime,
    version_id: uuid.UUID | None,
    name: str,
    size: int,
) -> None:
    """What it was drawn from is not needed twice; all else finds out who looks at it."""
    version = session.get_one(Version, version_id)
    paper = session.get_one(Paper, version.document_id)
    paper.form, paper.sent, paper.drawn_at = None, None, now
    version.name, version.size = name, size
    jobs.add(session, now, "check", version_id=version.id)


_PAPER = (
    select(
        Version.id,
        Document.firm_id,
        Paper.form,
        Paper.sent,
        Matter.title.label("matter"),
        func.coalesce(Firm.name, Document.firm_id).label("firm"),
    )
    .join(Document, Document.id == Version.document_id)
    .join(Paper, Paper.document_id == Document.id)
    .join(Matter, Matter.id == Document.matter_id)
    .outerjoin(Firm, Firm.id == Document.firm_id)
    .where(Version.state == "checking")
)
