"""The names of firms and persons, as the firms last gave them.

An older name that comes later changes nothing.
"""

import datetime
import uuid

from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts import ids
from contracts.errors import NotYet
from contracts.events.contacts import ContactInvited, ContactUpdated
from contracts.events.firms import FirmRegistered
from roster.models import Firm, Person


def name_firm(work: Work, event: FirmRegistered) -> None:
    """The firm is called so since the event."""
    set_firm(work, work.firm_id, event.name, work.at)


def name_invited(work: Work, event: ContactInvited) -> None:
    """The contact is called so since the event. A person may be named before any matter."""
    set_person(work, event.contact_id, event.name, work.at)


def name_updated(work: Work, event: ContactUpdated) -> None:
    """The contact is called so since the event, where it gives a name."""
    if event.name is not None:
        set_person(work, event.contact_id, event.name, work.at)


def must_be_named(work: Work, ref: str) -> uuid.UUID:
    """The id of the firm's contact `ref`; raises NotYet when nobody named them so far."""
    person_id = ids.person_id(work.firm_id, ref)
    if work.session.get(Person, person_id) is None:
        raise NotYet(f"'{ref}' has not been named.")
    return person_id


def set_firm(work: Work, firm_id: str, name: str, at: datetime.datetime) -> None:
    """The firm is called `name` since `at`."""
    given = insert(Firm).values(id=firm_id, name=name, named_at=at)
    work.session.execute(
        given.on_conflict_do_update(
            index_elements=[Firm.id],
            set_={"name": given.excluded.name, "named_at": given.excluded.named_at},
            where=Firm.named_at <= given.excluded.named_at,
        )
    )


def set_person(work: Work, ref: str, name: str, at: datetime.datetime) -> uuid.UUID:
    """The firm's contact `ref` is called `name` since `at`; answers whose name that is."""
    person_id = ids.person_id(work.firm_id, ref)
    given = insert(Person).values(
        id=person_id, firm_id=work.firm_id, ref=ref, name=name, named_at=at
    )
    work.session.execute(
        given.on_conflict_do_update(
            index_elements=[Person.id],
            set_={"name": given.excluded.name, "named_at": given.excluded.named_at},
            where=Person.named_at <= given.excluded.named_at,
        )
    )
    return person_id
