"""All of somebody's documents, over every matter and firm: narrowed, sorted, a page at a time.

Each matter's own rows come in their order from an index, as many as the page needs, and are merged:
so a page costs what it shows, however many documents there are.
"""

import functools
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Text,
    Uuid,
    bindparam,
    collate,
    join,
    select,
    true,
    tuple_,
)

from backbone import paging
from backbone.postgres.prepared import Prepared
from contracts.calls.files import (
    DocumentPage,
    DocumentSummary,
    FoundDocument,
    FoundDocuments,
    ListDocuments,
    SearchDocuments,
)
from finding import asking, marking
from finding.asking import Term
from finding.keeping import found_in
from roster.access import is_of_the_caller, on_behalf_of, takes_part
from services.files import access, summaries
from services.files.access import AnyRow
from services.files.models import Document, Opening
from services.files.work import FilesWork

NARROWING = ("matter_id", "firm_id", "conversation_id", "kind", "from_id", "new")


def page(work: FilesWork, call: ListDocuments) -> DocumentPage:
    """One statement, whatever is asked. Raises InvalidInput as `ListDocuments` says."""
    terms = asking.asked(call.q) if call.q else ()
    rows, goes_on = _rows(work, call, terms, call.sort)
    items = [DocumentSummary(**summaries.members(row)) for row in rows]
    return DocumentPage(items=items, next=goes_on)


def search(work: FilesWork, call: SearchDocuments) -> FoundDocuments:
    """The same by name alone. Raises InvalidInput as `SearchDocuments` says."""
    terms = asking.asked(call.q)
    rows, goes_on = _rows(work, call, terms, "-date", "unrefused")
    items = [
        FoundDocument(found=marking.marked(row.name, terms), **summaries.members(row))
        for row in rows
    ]
    return FoundDocuments(items=items, next=goes_on)


def _rows(
    work: FilesWork,
    call: ListDocuments | SearchDocuments,
    terms: tuple[Term, ...],
    sort: str,
    *also: str,
) -> tuple[Sequence[AnyRow], str | None]:
    """The rows of a page, and the cursor to go on with.

    That is the id of the last document seen: names may be longer than a cursor.
    """
    asked = {name: value for name in NARROWING if (value := getattr(call, name, None))}
    given: dict[str, Any] = asked | {"limit": call.limit + 1}
    if call.cursor:
        given["after"] = paging.id_(call.cursor, "cursor")
    if terms:
        given["query"] = asking.tsquery(terms)
    statement = _statement(sort, bool(call.cursor), bool(terms), frozenset([*asked, *also]))
    rows = statement.run(work.session.connection(), on_behalf_of(call.caller, **given)).all()
    shown = rows[: call.limit]
    return shown, str(shown[-1].id) if len(rows) > call.limit else None


@functools.cache
def _statement(sort: str, goes_on: bool, named: bool, asked: frozenset[str]) -> Prepared:
    """`named`: found by name. `asked`: what else narrows the list.

    There are as many statements as ways to ask.
    """
    falls, key = sort.startswith("-"), _KEYS[sort.removeprefix("-")]
    me = takes_part()
    within = [
        Document.matter_id == me.c.matter_id,
        access.shared(me),
        *(_NARROWED[name]() for name in sorted(asked)),
    ]
    if goes_on:
        within.append(_beyond(key, falls))
    here = (
        select(*summaries.COLUMNS, key.label("key"))
        .select_from(_named(me) if named else Document)
        .where(*within)
        .order_by(*_order(key, Document.id, falls))
        .limit(_LIMIT)
        .lateral("here")
    )
    found = select(here, me.c.from_date).select_from(me.join(here, true()))
    chosen = found.order_by(*_order(here.c.key, here.c.id, falls)).limit(_LIMIT).subquery("chosen")
    return Prepared(summaries.of(chosen).order_by(*_order(chosen.c.key, chosen.c.id, falls)))


def _named(me: FromClause) -> FromClause:
    """The matter's documents that are found by name, and no others are read: so the fence."""
    words_there = (
        select(_WORDS.c.id)
        .where(found_in(_WORDS.c.words, me.c.matter_id))
        .correlate(me)
        .offset(0)
        .lateral("words_there")
    )
    return join(words_there, Document, Document.id == words_there.c.id)


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


_WORDS = Document.__table__.alias("words_of")
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
    # What the caller has opened is read at once, by its index, and not looked up for each document.
    "new": lambda: (
        tuple_(Document.id, Document.version).not_in(
            select(Opening.document_id, Opening.version).where(is_of_the_caller(Opening.person_id))
        )
        & ~is_of_the_caller(Document.author_id)
    ),
    "unrefused": lambda: Document.state != "refused",
}
