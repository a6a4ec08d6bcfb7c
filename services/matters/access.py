"""The only way to a matter on a caller's behalf: taking part in it."""

from typing import Any

from sqlalchemy import ARRAY, Subquery, Uuid, any_, bindparam, select
from sqlalchemy.dialects.postgresql import distinct_on

from contracts.calls.caller import Caller
from services.matters.models import Participant

_PERSONS = bindparam("persons", type_=ARRAY(Uuid))


def takes_part() -> Subquery:
    """The caller's part in each matter, one a matter: an account may be several of its persons.

    Statements that use it are executed with `on_behalf_of(caller)`.
    """
    return (
        select(Participant.matter_id, Participant.person_id, Participant.role)
        .ext(distinct_on(Participant.matter_id))
        .where(Participant.person_id == any_(_PERSONS), Participant.removed_at.is_(None))
        .order_by(Participant.matter_id, Participant.from_date, Participant.person_id)
        .subquery("me")
    )


def on_behalf_of(caller: Caller, **more: Any) -> dict[str, Any]:
    """The parameters of a statement that goes by `takes_part`, and `more` of its own."""
    return {"persons": [person.person_id for person in caller.persons], **more}
