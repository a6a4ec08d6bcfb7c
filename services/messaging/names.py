"""The names of firms and persons, as the firms last gave them."""

import datetime
import uuid

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from contracts import ids
from services.messaging.models import Firm, Person


def name_firm(session: Session, firm_id: str, name: str, *, at: datetime.datetime) -> None:
    """The firm is called `name` since `at`; an older name that comes later changes nothing."""
    given = insert(Firm).values(id=firm_id, name=name, named_at=at)
    session.execute(
        given.on_conflict_do_update(
            index_elements=[Firm.id],
            set_={"name": given.excluded.name, "named_at": given.excluded.named_at},
            where=Firm.named_at <= given.excluded.named_at,
        )
    )


def name_person(
    session: Session, firm_id: str, ref: str, name: str, *, at: datetime.datetime
) -> uuid.UUID:
    """The firm's contact `ref` is called `name` since `at`; answers whose name that is.

    An older name that comes later changes nothing. A person may be named before any matter.
    """
    person_id = ids.person_id(firm_id, ref)
    given = insert(Person).values(id=person_id, firm_id=firm_id, ref=ref, name=name, named_at=at)
    session.execute(
        given.on_conflict_do_update(
            index_elements=[Person.id],
            set_={"name": given.excluded.name, "named_at": given.excluded.named_at},
            where=Person.named_at <= given.excluded.named_at,
        )
    )
    return person_id
