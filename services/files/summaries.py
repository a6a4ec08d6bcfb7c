"""What a list says of a document, in the version that is shown."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Subquery, and_, exists, func, select

from contracts.calls.files import DocumentAuthor, DocumentRefusal
from contracts.values import Refusal
from roster.access import is_of_the_caller
from roster.models import Firm, Matter, Person
from services.files.access import AnyRow, Rows
from services.files.models import Document, Opening, Version

# What people are told; a firm hears more (`changes.py`).
REFUSED: dict[Refusal, str] = {
    "virus": "A virus was found in this file. Nobody can open it.",
    "program": "This file is a program, or holds one. Nobody can open it.",
    "missing": "This file did not arrive.",
    "size": "This file did not arrive as it was sent.",
    "unchecked": "This file could not be checked, so nobody can open it. Please send it again.",
    "not_drawn": "This PDF could not be made. What was sent is there all the same.",
    "sha256": "This file did not arrive as it was sent.",
}


COLUMNS = [column for column in Document.__table__.columns if column.key != "words"]
# What a document's row repeats of the version that is shown, as each version has it.
_OF_VERSION = {"version": Version.number} | {
    name: getattr(Version, name) for name in ("name", "size", "kind", "state", "shared_at")
}


def columns(me: FromClause) -> list[Any]:
    """What `of` needs of a document in a certain version, and of the caller's part."""
    return [*(_OF_VERSION.get(each.key, each).label(each.key) for each in COLUMNS), me.c.from_date]


def of(chosen: Subquery) -> Rows:
    """Each chosen document (`columns`) with what else is shown of it."""
    return (
        select(
            chosen,
            func.coalesce(Firm.name, chosen.c.firm_id).label("firm_name"),
            Matter.title.label("matter_title"),
            Person.name.label("author_name"),
            is_of_the_caller(chosen.c.author_id).label("mine"),
            media_type(),
            Version.refusal,
            Version.scanned,
            Version.shown_as,
            Version.why_not_shown,
            Version.pages,
            Version.renditions,
            opened(chosen.c.id, chosen.c.version).label("opened"),
        )
        .join(Matter, Matter.id == chosen.c.matter_id)
        .join(Person, Person.id == chosen.c.author_id)
        .join(
            Version,
            and_(Version.document_id == chosen.c.id, Version.number == chosen.c.version),
        )
        .outerjoin(Firm, Firm.id == chosen.c.firm_id)
    )


def media_type() -> ColumnElement[str]:
    """What was found by looking, and until then what the sender said."""
    found = func.nullif(Version.media_type, "")
    return func.coalesce(found, Version.declared_type).label("media_type")


def opened(document_id: Any, version: Any) -> Any:
    """Whether the caller, as whichever of the account's persons, has opened this version."""
    return (
        exists()
        .where(
            Opening.document_id == document_id,
            Opening.version == version,
            is_of_the_caller(Opening.person_id),
        )
        .correlate_except(Opening)
    )


def members(row: AnyRow) -> dict[str, Any]:
    """A row of a statement made by `of`, as the members of a DocumentSummary."""
    told = row._mapping
    return {name: told[name] for name in _AS_THEY_ARE} | {
        "refusal": row.refusal and DocumentRefusal(code=row.refusal, text=REFUSED[row.refusal]),
        "author": DocumentAuthor(
            person_id=row.author_id, name=row.author_name, role=row.author_role
        ),
    }


_AS_THEY_ARE = (
    "id",
    "firm_id",
    "firm_name",
    "matter_id",
    "matter_title",
    "conversation_id",
    "name",
    "folder",
    "size",
    "media_type",
    "kind",
    "state",
    "scanned",
    "version",
    "origin",
    "mine",
    "shared_at",
    "opened",
    "shown_as",
    "why_not_shown",
    "pages",
)
