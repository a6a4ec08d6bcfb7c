"""Changes of who reads along, as those who take part see them."""

import datetime
import uuid

from sqlalchemy import BigInteger, DateTime, Uuid, bindparam, or_, select

from backbone.work import Work
from contracts.calls.caller import Caller
from contracts.calls.messaging import AudienceChange as ChangeShown
from roster.access import is_of_the_caller, on_behalf_of
from roster.models import Person
from services.messaging.access import Rows
from services.messaging.models import AudienceChange

SHOWN = 100  # the newest


def seen_by(
    work: Work, caller: Caller, matter_id: uuid.UUID, from_date: datetime.datetime
) -> list[ChangeShown]:
    """What happened since the caller's from-date, in order.

    That they came, or left and came again, is no news to them.
    """
    given = on_behalf_of(caller, matter_id=matter_id, from_date=from_date)
    return _shown(work, _SEEN, given)


def since(work: Work, matter_id: uuid.UUID, version: int) -> list[ChangeShown]:
    """What became of each person since the audience had this version."""
    changes = _shown(work, _SINCE, {"matter_id": matter_id, "version": version})
    return list({change.person_id: change for change in changes}.values())


def _shown(work: Work, statement: Rows, given: dict[str, object]) -> list[ChangeShown]:
    newest_first = work.session.execute(statement, given).mappings().all()
    return [ChangeShown(**row) for row in reversed(newest_first)]


_newest = (
    select(
        AudienceChange.number,
        AudienceChange.at,
        AudienceChange.step,
        AudienceChange.person_id,
        Person.name,
        AudienceChange.kind,
        AudienceChange.role,
        AudienceChange.reason,
        AudienceChange.from_date,
    )
    .join(Person, Person.id == AudienceChange.person_id)
    .where(AudienceChange.matter_id == bindparam("matter_id", type_=Uuid))
    .order_by(AudienceChange.number.desc())
    .limit(SHOWN)
)
_SEEN = _newest.where(
    AudienceChange.at >= bindparam("from_date", type_=DateTime(timezone=True)),
    or_(AudienceChange.step == "changed", ~is_of_the_caller(AudienceChange.person_id)),
)
_SINCE = _newest.where(AudienceChange.number > bindparam("version", type_=BigInteger))
