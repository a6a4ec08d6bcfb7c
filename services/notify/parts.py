"""Who takes part in which matter: nobody hears of what waits where they no longer do.

Events may come late and out of order: the newest one counts.
"""

import datetime
import uuid

from sqlalchemy import ColumnElement, exists, select

from backbone.postgres import newest
from contracts import ids
from contracts.events.matters import MatterParticipantAdded, MatterParticipantRemoved
from services.notify import alerts, delivery, invitations, people
from services.notify.models import Alert, Part
from services.notify.work import NotifyWork


def join(work: NotifyWork, event: MatterParticipantAdded) -> None:
    """From here on what is new in the matter is told to the person, again."""
    person_id, matter_id = _ids(work, event)
    (person,) = people.lock(work, [person_id])
    since = {"from_date": event.from_date} if event.from_date else {}
    if _put(work, (person_id, matter_id), removed=False, **since):
        invitations.look_again(work, person, matter_id)


def leave(work: NotifyWork, event: MatterParticipantRemoved) -> None:
    """Nothing of the matter is told any more; an e-mail that stood for more is made anew."""
    person_id, matter_id = _ids(work, event)
    (person,) = people.lock(work, [person_id])
    if not _put(work, (person_id, matter_id), removed=True, from_date=None):
        return
    there = alerts.of_matter(work, person_id, matter_id)
    told = {alert.emailed_at for alert in there if alert.emailed_at}
    for alert in there:
        alert.due_at = alert.emailed_at = None
    for queued_at in told:
        if delivery.withdraw(work, person_id, queued_at):
            alerts.owe_again(work, person, queued_at)
    invitations.look_again(work, person, matter_id)


def has_left() -> ColumnElement[bool]:
    """Whether the alert's person no longer takes part in its matter."""
    this = (Part.person_id == Alert.person_id) & (Part.matter_id == Alert.matter_id)
    return exists(select(Part.removed).where(this, Part.removed))


def _ids(
    work: NotifyWork, event: MatterParticipantAdded | MatterParticipantRemoved
) -> tuple[uuid.UUID, uuid.UUID]:
    person_id = ids.person_id(work.firm_id, event.contact_id)
    return person_id, ids.matter_id(work.firm_id, event.matter_id)


def _put(
    work: NotifyWork,
    part: tuple[uuid.UUID, uuid.UUID],
    *,
    removed: bool,
    **since: datetime.datetime | None,
) -> bool:
    """Whether it is so from here on; not where something newer is known."""
    person_id, matter_id = part
    key, said = {"person_id": person_id, "matter_id": matter_id}, {"removed": removed, **since}
    return newest.put(work.session, Part, key, said, at=work.at, column="told_at")
