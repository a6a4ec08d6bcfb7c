"""Who takes part in which matter: nobody hears of what waits where they no longer do.

Events may come late and out of order: the newest one counts.
"""

import uuid

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.dialects.postgresql import insert

from contracts import ids
from contracts.events.matters import MatterParticipantAdded, MatterParticipantRemoved
from services.notify import alerts, delivery, people
from services.notify.models import Alert, Part
from services.notify.work import NotifyWork


def join(work: NotifyWork, event: MatterParticipantAdded) -> None:
    """From here on what is new in the matter is told to the person, again."""
    _put(work, _ids(work, event), removed=False)


def leave(work: NotifyWork, event: MatterParticipantRemoved) -> None:
    """Nothing of the matter is told any more; an e-mail that stood for more is made anew."""
    person_id, matter_id = _ids(work, event)
    (person,) = people.lock(work, [person_id])
    if not _put(work, (person_id, matter_id), removed=True):
        return
    there = alerts.of_matter(work, person_id, matter_id)
    told = {alert.emailed_at for alert in there if alert.emailed_at}
    for alert in there:
        alert.due_at = alert.emailed_at = None
    for queued_at in told:
        if delivery.withdraw(work, person_id, queued_at):
            alerts.owe_again(work, person, queued_at)


def has_left() -> ColumnElement[bool]:
    """Whether the alert's person no longer takes part in its matter."""
    this = (Part.person_id == Alert.person_id) & (Part.matter_id == Alert.matter_id)
    return exists(select(Part.removed).where(this, Part.removed))


def _ids(
    work: NotifyWork, event: MatterParticipantAdded | MatterParticipantRemoved
) -> tuple[uuid.UUID, uuid.UUID]:
    person_id = ids.person_id(work.firm_id, event.contact_id)
    return person_id, ids.matter_id(work.firm_id, event.matter_id)


def _put(work: NotifyWork, part: tuple[uuid.UUID, uuid.UUID], *, removed: bool) -> bool:
    """Whether it is so from here on; not where something newer is known."""
    row = {"removed": removed, "told_at": work.at}
    given = insert(Part).values(person_id=part[0], matter_id=part[1], **row)
    putting = given.on_conflict_do_update(
        index_elements=[Part.person_id, Part.matter_id], set_=row, where=Part.told_at <= work.at
    )
    return work.session.scalar(putting.returning(Part.told_at)) is not None
