"""The only way to rows on a caller's behalf: taking part in the matter they belong to.

What this module answers for a stranger is the same as for what does not exist: nothing.
"""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Row,
    Select,
    SQLColumnExpression,
    Subquery,
    Uuid,
    and_,
    any_,
    bindparam,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from contracts.calls.caller import Caller
from contracts.errors import NotFound
from services.messaging import members
from services.messaging.models import Conversation, Matter, Member, Message, Person

Rows = Select[*tuple[Any, ...]]
AnyRow = Row[*tuple[Any, ...]]
Moment = SQLColumnExpression[datetime.datetime]

_PERSONS = bindparam("persons", type_=ARRAY(Uuid))


class Place(NamedTuple):
    """A person's place in one conversation, and `audience`: the members who may see what is sent.

    In the order of the columns of `place`.
    """

    conversation_id: uuid.UUID
    conversation_ref: str
    last_position: int
    matter_id: uuid.UUID
    matter_ref: str
    firm_id: str
    closed: bool
    person_id: uuid.UUID
    person_ref: str
    person_name: str
    kind: str
    role: str
    from_date: datetime.datetime
    audience: list[uuid.UUID] | None


def memberships() -> Subquery:
    """The caller's membership in each matter, one a matter: an account may be several persons.

    Statements that use it are executed with `on_behalf_of(caller)`.
    """
    return (
        select(Member.matter_id, Member.person_id, Member.role, Member.from_date)
        .ext(distinct_on(Member.matter_id))
        .where(_the_callers())
        .order_by(Member.matter_id, Member.from_date, Member.person_id)
        .subquery("me")
    )


def membership_in(conversation_id: ColumnElement[uuid.UUID]) -> Rows:
    """As whom the caller takes part in the conversation: no row for a stranger."""
    return (
        select(Conversation.id.label("conversation_id"), Member.person_id, Member.from_date)
        .join(Member, Member.matter_id == Conversation.matter_id)
        .where(Conversation.id == conversation_id, _the_callers())
        .order_by(Member.from_date, Member.person_id)
        .limit(1)
    )


def callers_place(moment: Moment) -> Rows:
    """The caller's `Place` in a conversation; the audience is of what is sent at `moment`."""
    return (
        place(moment)
        .where(Conversation.id == bindparam("conversation_id", type_=Uuid), _the_callers())
        .order_by(Member.from_date, Member.person_id)
        .limit(1)
    )


def place(moment: Moment) -> Rows:
    """The `Place` of each who is or was a member: to be narrowed by whoever uses it."""
    return (
        select(
            Conversation.id,
            Conversation.ref,
            Conversation.last_position,
            Matter.id,
            Matter.ref,
            Matter.firm_id,
            Matter.closed,
            Person.id,
            Person.ref,
            Person.name,
            Member.kind,
            Member.role,
            Member.from_date,
            members.who_see(moment),
        )
        .join(Matter, Matter.id == Conversation.matter_id)
        .join(Member, Member.matter_id == Conversation.matter_id)
        .join(Person, Person.id == Member.person_id)
    )


def for_writing(
    session: Session, caller: Caller, conversation_id: uuid.UUID, *, at: datetime.datetime
) -> Place:
    """The caller's place in a conversation that no one else writes in until the commit.

    Raises NotFound. A closed matter is the caller's to judge.
    """
    given = on_behalf_of(caller, conversation_id=conversation_id, at=at)
    row = session.connection().execute(_FOR_WRITING, given).one_or_none()
    if row is None:
        raise NotFound()
    return Place(*row)


def read(session: Session, statement: Rows, given: dict[str, Any]) -> Sequence[AnyRow]:
    """What one statement finds, at the start of a session and without a transaction around it.

    One statement needs none; that spares a page view two round trips of three.
    """
    connection = session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
    return connection.execute(statement, given).all()


def visible_to(from_date: Moment) -> ColumnElement[bool]:
    """Which messages a member sees: those sent since the from-date."""
    return Message.sent_at >= from_date


def written_by_caller() -> ColumnElement[bool]:
    """Which messages are the caller's own, as whichever of the account's persons."""
    return Message.author_id == any_(_PERSONS)


def on_behalf_of(caller: Caller, **more: Any) -> dict[str, Any]:
    """The parameters of a statement that goes by the caller's membership, and `more` of its own."""
    return {"persons": [person.person_id for person in caller.persons], **more}


def _the_callers() -> ColumnElement[bool]:
    return and_(Member.person_id == any_(_PERSONS), Member.removed_at.is_(None))


_FOR_WRITING = callers_place(bindparam("at")).with_for_update(of=Conversation, key_share=True)
