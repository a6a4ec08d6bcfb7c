"""Several documents as one ZIP, stored as they are, with a list of what is in it."""

import csv
import dataclasses
import datetime
import io
import pathlib
import uuid
from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session
from zipstream import ZIP_STORED, ZipStream

from contracts import buckets, texts
from roster.models import Matter
from services.files import verdicts
from services.files.models import Archive, Document, Version
from services.files.store import Store, moving
from services.files.worker.bench import Bench
from services.files.worker.taking import Taken

INDEX = "index.csv"
_ELSEWHERE = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))


@dataclasses.dataclass(frozen=True)
class _Entry:
    key: str
    name: str
    size: int
    sha256: str
    matter: str
    shared_at: datetime.datetime | None


def pack(bench: Bench, job: Taken) -> None:
    """As an object of its own; nothing of it touches a disk on the way."""
    if job.archive_id is None:
        return
    with bench.transaction() as session:
        entries = _entries(session, job.archive_id)
    key = buckets.archive(job.archive_id)
    size = moving.put_stream(bench.store, key, _zip(bench.store, entries), "application/zip")
    with bench.ending(job) as (session, _):
        verdicts.packed(session, job.archive_id, size)


def unique(names: Iterable[str]) -> list[str]:
    """Names for one folder, on any system: those that come twice are counted, case aside."""
    taken, found = {INDEX}, []
    for given in names:
        plain = texts.line(given).translate(_ELSEWHERE).strip(". ") or "document"
        path, name, number = pathlib.PurePath(plain), plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{path.stem} ({number}){path.suffix}"
        taken.add(name.casefold())
        found.append(name)
    return found


def _entries(session: Session, archive_id: uuid.UUID | None) -> list[_Entry]:
    """In the order in which they were asked for."""
    asked = session.scalar(select(Archive.versions).where(Archive.id == archive_id)) or []
    rows = session.execute(
        select(Version, Document.firm_id, Matter.title)
        .join(Document, Document.id == Version.document_id)
        .join(Matter, Matter.id == Document.matter_id)
        .where(Version.id.in_(asked), Version.state == "ready", Document.revoked_at.is_(None))
    ).all()
    found = {
        version.id: _Entry(
            buckets.version(firm_id, version.id),
            version.name,
            version.size,
            version.sha256,
            title,
            version.shared_at,
        )
        for version, firm_id, title in rows
    }
    return [found[each] for each in asked if each in found]


def _zip(store: Store, entries: list[_Entry]) -> Iterator[bytes]:
    whole = ZipStream(compress_type=ZIP_STORED, compress_level=None)
    names = unique(each.name for each in entries)
    for entry, name in zip(entries, names, strict=True):
        whole.add(_chunks(store, entry.key), name)
    whole.add(_index(entries, names), INDEX)
    return iter(whole)


def _chunks(store: Store, key: str) -> Iterator[bytes]:
    """Opened only when its turn has come."""
    with moving.opened(store, key) as chunks:
        yield from chunks


def _index(entries: list[_Entry], names: list[str]) -> bytes:
    """As spreadsheets read it: UTF-8 with its mark, and nothing in it that they would compute."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(("file", "document", "matter", "shared", "bytes", "sha256"))
    for entry, name in zip(entries, names, strict=True):
        shared = entry.shared_at.isoformat(timespec="seconds") if entry.shared_at else ""
        row = (name, entry.name, entry.matter, shared, entry.size, entry.sha256)
        table.writerow([_harmless(str(each)) for each in row])
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
