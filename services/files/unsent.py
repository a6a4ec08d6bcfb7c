"""What somebody has uploaded and not sent: only so much of it may lie in the store.

What they removed lies there for a while, too, so that no address brings it back: of that it may be
as much again, or one could fill the store by uploading and removing in turn.
"""

import uuid

import msgspec
from sqlalchemy import BigInteger, Row, Select, SQLColumnExpression, Uuid, bindparam, func, select

from contracts.calls.files import Unsent
from contracts.errors import TooMuchUnsent
from roster.models import Person
from services.files.models import Discarded, Document
from services.files.work import FilesWork

GB = 1024**3


def check(work: FilesWork, person_id: uuid.UUID) -> None:
    """Whether there is room for what the person has just begun. Raises TooMuchUnsent.

    Of two that they begin at once the second waits here, and counts the first.
    """
    this = {"person": person_id}
    work.session.execute(_LOCK, this)
    there = work.session.execute(_UNSENT, this).one()
    if _is_too_much(work, there):
        raise _refusal(work, there)
    if _is_too_much(work, work.session.execute(_REMOVED, this).one()):
        raise _refusal(work, there, "You have removed a lot of files. Please wait an hour.")


def _is_too_much(work: FilesWork, found: Row[int, int]) -> bool:
    files, size = found
    return files > work.settings.max_unsent_files or size > work.settings.max_unsent_bytes


def _refusal(work: FilesWork, there: Row[int, int], message: str = "") -> TooMuchUnsent:
    """`there`: with what was to be begun."""
    most_files, most_bytes = work.settings.max_unsent_files, work.settings.max_unsent_bytes
    files, size = there
    return TooMuchUnsent(
        message
        or f"Up to {most_files} files of {most_bytes / GB:.0f} GB in all may wait here to be sent."
        f" With this one they would be {files} of {size / GB:.1f} GB: send or remove some first.",
        unsent=msgspec.to_builtins(
            Unsent(files=files, size=size, most_files=most_files, most_size=most_bytes)
        ),
    )


def _sum(size: SQLColumnExpression[int]) -> Select[int, int]:
    return select(func.count(), func.coalesce(func.sum(size), 0).cast(BigInteger))


_person = bindparam("person", type_=Uuid)
_LOCK = select(Person.id).where(Person.id == _person).with_for_update(key_share=True)
_UNSENT = _sum(Document.size).where(
    Document.author_id == _person,
    Document.shared_at.is_(None),
    Document.origin == "portal",
    Document.held_by.is_(None),
)
_REMOVED = _sum(Discarded.size).where(Discarded.person_id == _person)
