"""That a worker is there, and what it can do: told by itself, for `redwell status`."""

import datetime
import os
import socket
from typing import Any

from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.files import verdicts
from services.files.models import Worker
from services.files.worker.bench import Bench

ME = f"{socket.gethostname()}:{os.getpid()}"


def tell(bench: Bench) -> None:
    """Where there is LibreOffice, what came before it was there is converted by and by."""
    confined = bench.workshop.confinement()
    row = {
        "name": ME,
        "seen_at": func.now(),
        "confinement": confined.kind,
        "why_not": confined.why,
        "office": bool(confined) and bench.workshop.has_office(),
        "scans": bool(bench.settings.clamd),
    }
    with bench.transaction() as session:
        _keep(session, row)
        if row["office"]:
            verdicts.print_late(session, bench.now())


def leave(session: Session) -> None:
    session.execute(delete(Worker).where(Worker.name == ME))


def _keep(session: Session, row: dict[str, Any]) -> None:
    long_gone = Worker.seen_at < func.now() - datetime.timedelta(hours=1)
    session.execute(delete(Worker).where(long_gone))
    new = insert(Worker).values(row)
    session.execute(new.on_conflict_do_update(index_elements=[Worker.name], set_=row))
