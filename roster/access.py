"""The access question: does this caller take part in the matter, as whom, and since when?

Rows reach code on a caller's behalf only through it. What it answers for a stranger is the same as
for what does not exist: nothing.
"""

import uuid
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    SQLColumnExpression,
    Subquery,
    TableValuedAlias,
    Uuid,
    and_,
    any_,
    bindparam,
    column,
    exists,
    func,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from contracts.calls.caller import Caller
from roster.models import Participant

_PERSONS = bindparam("persons", type_=ARRAY(Uuid))
# As whom an account takes part that is several persons in one matter: who sees the most of it.
ONE_A_MATTER = (Participant.from_date, Participant.person_id)


def takes_part() -> Subquery:
    """The caller's part in each matter, one a matter: matter_id, person_id, kind, role, from_date.

    Statements that use it are executed with `on_behalf_of(caller)`.
    """
    return (
        select(
            Participant.matter_id,
            Participant.person_id,
            Participant.kind,
            Participant.role,
            Participant.from_date,
        )
        .ext(distinct_on(Participant.matter_id))
        .where(is_the_caller())
        .order_by(Participant.matter_id, *ONE_A_MATTER)
        .subquery("me")
    )


def is_the_caller() -> ColumnElement[bool]:
    """Whether a participant is one of the caller's persons, and still takes part."""
    return and_(Participant.person_id == any_(_PERSONS), Participant.removed_at.is_(None))


def each_person() -> TableValuedAlias:
    """The caller's persons, a row each, in a column `id`."""
    return func.unnest(_PERSONS).table_valued(column("id", Uuid), name="person").render_derived()


def sees_most() -> ColumnElement[bool]:
    """Whether a participant, one of the caller's persons, is the one as whom they take part."""
    other = aliased(Participant)
    return ~exists().where(
        other.matter_id == Participant.matter_id,
        other.person_id == any_(_PERSONS),
        other.removed_at.is_(None),
        tuple_(other.from_date, other.person_id) < tuple_(*ONE_A_MATTER),
    )


def is_of_the_caller(person_id: SQLColumnExpression[uuid.UUID]) -> ColumnElement[bool]:
    """Whether it is the id of any of the caller's persons."""
    return person_id == any_(_PERSONS)


def on_behalf_of(caller: Caller, **more: Any) -> dict[str, Any]:
    """The parameters of a statement that goes by the caller's part, and `more` of its own."""
    return {"persons": [person.person_id for person in caller.persons], **more}
