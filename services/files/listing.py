"""All of somebody's documents, over every matter and firm: narrowed, sorted, a page at a time.

Each matter's own rows come in their order from an index, as many as the page needs, and are merged:
so a page costs what it shows, however many documents there are.
"""

import functools
from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Text,
    Uuid,
    bindparam,
    collate,
    func,
    select,
    true,
    tuple_,
)

from backbone import paging
from backbone.postgres.prepared import Prepared
from contracts.calls.files import DocumentPage, DocumentSummary, ListDocuments
from roster.access import is_of_the_caller, on_behalf_of, takes_part
from services.files import access, summaries
from services.files.models import Document
from services.files.work import FilesWork

NARROWING = ("matter_id", "firm_id", "conversation_id", "kind", "from_id", "new", "q")


def page(work: FilesWork, call: ListDocuments) -> DocumentPage:
    """One statement, whatever is asked. Raises InvalidInput for a bad cursor.

    The cursor is the id of the last document seen: names may be longer than a cursor.
    """
    asked = {name: value for name in NARROWING if (value := getattr(call, name))}
    given: dict[str, Any] = asked | {"limit": call.limit + 1}
    if call.cursor:
        given["after"] = paging.id_(call.cursor, "cursor")
    if call.q:
        given["q"] = f"%{_escaped(call.q)}%"
    statement = _statement(call.sort, bool(call.cursor), frozenset(asked))
    rows = statement.run(work.session.connection(), on_behalf_of(call.caller, **given)).all()
    items = [DocumentSummary(**summaries.members(row)) for row in rows[: call.limit]]
    return DocumentPage(items=items, next=str(items[-1].id) if len(rows) > call.limit else None)


@functools.cache
def _statement(sort: str, goes_on: bool, asked: frozenset[str]) -> Prepared:
    """`asked`: what narrows the list. There are as many statements as ways to ask."""
    falls, key = sort.startswith("-"), _KEYS[sort.removeprefix("-")]
    me = takes_part()
    within = [
        Document.matter_id == me.c.matter_id,
        Document.shared_at.is_not(None),
        access.visible(me),
        *(_NARROWED[name]() for name in sorted(asked)),
    ]
    if goes_on:
        within.append(_beyond(key, falls))
    here = (
        select(*Document.__table__.columns, key.label("key"))
        .where(*within)
        .order_by(*_order(key, Document.id, falls))
        .limit(_LIMIT)
        .lateral("here")
    )
    found = select(here, me.c.from_date).select_from(me.join(here, true()))
    chosen = found.order_by(*_order(here.c.key, here.c.id, falls)).limit(_LIMIT).subquery("chosen")
    return Prepared(summaries.of(chosen).order_by(*_order(chosen.c.key, chosen.c.id, falls)))


def _beyond(key: ColumnElement[Any], falls: bool) -> ColumnElement[bool]:
    """What comes after the document of the cursor, which is in one of the caller's own matters."""
    me = takes_part().alias("reader")
    there = (
        select(key, Document.id)
        .join(me, me.c.matter_id == Document.matter_id)
        .where(Document.id == bindparam("after", type_=Uuid))
        .correlate(None)
        .scalar_subquery()
    )
    here = tuple_(key, Document.id)
    return here < there if falls else here > there


def _order(key: Any, id: Any, falls: bool) -> tuple[Any, Any]:
    return (key.desc(), id.desc()) if falls else (key.asc(), id.asc())


def _escaped(text: str) -> str:
    """What LIKE reads as itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _without_case(text: Any) -> ColumnElement[str]:
    return func.lower(collate(text, "und-x-icu"))


_LIMIT = bindparam("limit", type_=Integer)
_KEYS: dict[str, ColumnElement[Any]] = {
    "date": Document.shared_at,  # type: ignore[dict-item]
    "name": collate(Document.name, "und-x-icu"),
    "size": Document.size,  # type: ignore[dict-item]
}
_NARROWED: dict[str, Callable[[], ColumnElement[bool]]] = {
    "matter_id": lambda: Document.matter_id == bindparam("matter_id", type_=Uuid),
    "firm_id": lambda: Document.firm_id == bindparam("firm_id", type_=Text),
    "conversation_id": lambda: Document.conversation_id == bindparam("conversation_id", type_=Uuid),
    "kind": lambda: Document.kind == bindparam("kind", type_=Text),
    "from_id": lambda: Document.author_id == bindparam("from_id", type_=Uuid),
    "new": lambda: (
        ~(summaries.opened(Document.id, Document.version) | is_of_the_caller(Document.author_id))
    ),
    "q": lambda: _without_case(Document.name).like(_without_case(bindparam("q", type_=Text))),
}
