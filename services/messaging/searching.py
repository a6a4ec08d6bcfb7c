"""Searching what was written, and the names of conversations, a page at a time.

Each conversation of the caller is searched by itself (`finding.keeping`): it costs what they
take part in, and not what all others wrote.
"""

import functools
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    DateTime,
    Integer,
    Subquery,
    Text,
    Uuid,
    bindparam,
    func,
    select,
    true,
    tuple_,
    union_all,
)

from backbone import paging
from backbone.postgres.prepared import Prepared
from backbone.work import Work
from contracts.calls.messaging import (
    FoundConversation,
    FoundConversations,
    FoundMessage,
    FoundMessages,
    SearchConversations,
    SearchMessages,
)
from finding import asking, marking
from finding.asking import Term
from finding.keeping import found_in
from roster.access import on_behalf_of, takes_part
from roster.models import Firm, Matter, Person
from services.messaging import access
from services.messaging.access import AnyRow, Moment, Rows
from services.messaging.latest import latest
from services.messaging.models import Conversation, Message

Search = SearchMessages | SearchConversations
NARROWING = ("conversation_id", "matter_id", "firm_id")


def messages(work: Work, call: SearchMessages) -> FoundMessages:
    """What `SearchMessages` says, in one statement. The cursor is the last one's moment and id."""
    # One letter begins a word in most messages.
    terms = asking.asked(call.q, shortest=2)
    rows = _found(_messages, work, call, terms)
    shown = rows[: call.limit]
    return FoundMessages(
        items=[_message(row, terms) for row in shown],
        next=paging.of_moment(shown[-1].at, shown[-1].id) if len(rows) > call.limit else None,
    )


def conversations(work: Work, call: SearchConversations) -> FoundConversations:
    """What `SearchConversations` says, in one statement."""
    terms = asking.asked(call.q)
    rows = _found(_conversations, work, call, terms)
    shown = rows[: call.limit]
    return FoundConversations(
        items=[_conversation(row, terms) for row in shown],
        next=paging.of_moment(shown[-1].at, shown[-1].id) if len(rows) > call.limit else None,
    )


def _found(statement: Any, work: Work, call: Search, terms: tuple[Term, ...]) -> list[AnyRow]:
    """The rows of a page, with one more where there are more."""
    asked = {name: value for name in NARROWING if (value := getattr(call, name, None))}
    given: dict[str, Any] = {"query": asking.tsquery(terms), "limit": call.limit + 1, **asked}
    if call.cursor:
        given["at"], given["id"] = paging.moment(call.cursor, "cursor")
    prepared = statement(bool(call.cursor), frozenset(asked))
    rows = prepared.run(work.session.connection(), on_behalf_of(call.caller, **given))
    return list(rows)


def _message(row: AnyRow, terms: tuple[Term, ...]) -> FoundMessage:
    return FoundMessage(
        id=row.id,
        conversation_id=row.conversation_id,
        firm_id=row.firm_id,
        firm_name=row.firm_name,
        matter_id=row.matter_id,
        matter_title=row.title,
        subject_line=row.subject_line,
        author_name=row.author_name,
        mine=row.mine,
        sent_at=row.at,
        cursor=paging.of_position(row.position),
        snippet=marking.snippet(row.body, terms),
    )


def _conversation(row: AnyRow, terms: tuple[Term, ...]) -> FoundConversation:
    return FoundConversation(
        id=row.id,
        firm_id=row.firm_id,
        firm_name=row.firm_name,
        matter_id=row.matter_id,
        title=marking.marked(row.title, terms),
        number=marking.marked(row.number, terms),
        subject=marking.marked(row.subject_line, terms),
        closed=row.closed,
        active_at=row.at,
    )


@functools.cache
def _messages(goes_on: bool, asked: frozenset[str]) -> Prepared:
    """`asked`: what narrows the search. There are as many statements as ways to ask."""
    part = _part(asked).subquery("part")
    near = _looked_through(part, goes_on)
    enough = select(func.count()).select_from(near).scalar_subquery() >= _LIMIT
    found = union_all(
        select(*near.c).where(enough), select(*_by_word(part, goes_on).c).where(~enough)
    ).subquery("found")
    return Prepared(
        _placed(found)
        .add_columns(
            Message.conversation_id,
            Message.position,
            Message.body,
            Person.name.label("author_name"),
            access.written_by_caller().label("mine"),
        )
        .join(Message, Message.id == found.c.id)
        .join(Person, Person.id == Message.author_id)
        .order_by(found.c.at.desc(), found.c.id.desc())
    )


def _looked_through(part: Subquery, goes_on: bool) -> CTE:
    """A page of what is found among the latest messages, if there is one."""
    last = latest(part, _beyond(goes_on, Message.sent_at, Message.id))
    at, own_id = last.c.at, last.c.message_id
    # One by one: so few are not worth a reading through all that was ever written.
    its_words = select(Message.words).where(Message.id == own_id).offset(0).lateral("its_words")
    return (
        select(own_id.label("id"), at, *(last.c[name] for name in _OF_PART))
        .join(its_words, found_in(its_words.c.words, last.c.id))
        .order_by(at.desc(), own_id.desc())
        .limit(_LIMIT)
        .cte("near")
    )


def _by_word(part: Subquery, goes_on: bool) -> Subquery:
    """A page of all that is found."""
    # The fence keeps the planner from reading a conversation from its end until enough is found.
    words_there = (
        select(Message.id, Message.conversation_id, Message.sent_at)
        .where(found_in(Message.words, part.c.id), access.visible_to(part.c.from_date))
        .correlate(part)
        .offset(0)
        .lateral("words_there")
    )
    at, own_id = words_there.c.sent_at, words_there.c.id
    return (
        select(own_id, at.label("at"), *(part.c[name] for name in _OF_PART))
        .select_from(part.join(words_there, true()))
        .where(words_there.c.conversation_id == part.c.id, *_beyond(goes_on, at, own_id))
        .order_by(at.desc(), own_id.desc())
        .limit(_LIMIT)
        .subquery("by_word")
    )


@functools.cache
def _conversations(goes_on: bool, asked: frozenset[str]) -> Prepared:
    part = _part(asked).where(found_in(Conversation.words, Conversation.id)).subquery("part")
    at = part.c.active_at
    found = (
        select(at.label("at"), *part.c)
        .where(*_beyond(goes_on, at, part.c.id))
        .order_by(at.desc(), part.c.id.desc())
        .limit(_LIMIT)
        .subquery("found")
    )
    return Prepared(_placed(found).order_by(found.c.at.desc(), found.c.id.desc()))


def _part(asked: frozenset[str]) -> Rows:
    """The caller's conversations, so far as the search is narrowed to some."""
    me = takes_part()
    return (
        select(
            Conversation.id,
            Conversation.matter_id,
            Conversation.subject_line,
            Conversation.active_at,
            me.c.from_date,
        )
        .join(me, me.c.matter_id == Conversation.matter_id)
        .join(Matter, Matter.id == Conversation.matter_id)
        .where(*(_NARROWED[name] for name in sorted(asked)))
    )


def _placed(found: Any) -> Rows:
    """Each that was found, with where it belongs."""
    return (
        select(
            found,
            Matter.title,
            Matter.number,
            Matter.closed,
            Matter.firm_id,
            func.coalesce(Firm.name, Matter.firm_id).label("firm_name"),
        )
        .join(Matter, Matter.id == found.c.matter_id)
        .outerjoin(Firm, Firm.id == Matter.firm_id)
    )


def _beyond(goes_on: bool, at: Moment, id: Any) -> list[ColumnElement[bool]]:
    return [tuple_(at, id) < _CURSOR] if goes_on else []


_OF_PART = ("matter_id", "subject_line")
_LIMIT = bindparam("limit", type_=Integer)
_CURSOR = tuple_(bindparam("at", type_=DateTime(timezone=True)), bindparam("id", type_=Uuid))
_NARROWED: dict[str, ColumnElement[bool]] = {
    "conversation_id": Conversation.id == bindparam("conversation_id", type_=Uuid),
    "matter_id": Conversation.matter_id == bindparam("matter_id", type_=Uuid),
    "firm_id": Matter.firm_id == bindparam("firm_id", type_=Text),
}
