"""Who reads a matter's conversations: each change of that is kept, numbered, and told at once.

The number of the last change is the audience's version. A sender says with which one they wrote, so
that nothing reaches somebody whom they were not shown.
"""

import uuid

from sqlalchemy import Uuid, bindparam, insert, select, update

from backbone.work import Work
from contracts import ids
from contracts.events.conversations import ConversationChanged
from contracts.events.matters import (
    MatterClosed,
    MatterOpened,
    MatterParticipantAdded,
    MatterParticipantRemoved,
    MatterUpdated,
)
from contracts.events.restating import ParticipantRestated
from contracts.values import AudienceStep
from roster.models import Participant
from services.messaging import places
from services.messaging.access import AnyRow
from services.messaging.models import AudienceChange, Conversation


def join(work: Work, event: MatterParticipantAdded) -> None:
    """Somebody came, or takes part in another way than before."""
    _note(work, event.matter_id, event.contact_id)


def leave(work: Work, event: MatterParticipantRemoved) -> None:
    """Somebody no longer takes part."""
    _note(work, event.matter_id, event.contact_id)


def take_participant(work: Work, event: ParticipantRestated) -> None:
    """The same, of what was before messaging was."""
    _note(work, event.matter_ref, event.contact_ref)


def tell_opened(work: Work, event: MatterOpened) -> None:
    """Those who take part can write again."""
    _tell(work, event.matter_id)


def tell_updated(work: Work, event: MatterUpdated) -> None:
    """They see another title or number."""
    _tell(work, event.matter_id)


def tell_closed(work: Work, event: MatterClosed) -> None:
    """They can no longer write."""
    _tell(work, event.matter_id)


def _note(work: Work, matter_ref: str, contact_ref: str) -> None:
    """Keep what the roster now says of this person, where it says something else than before.

    The matter's conversations are locked first: nobody sends while this is not decided.
    """
    matter_id = ids.matter_id(work.firm_id, matter_ref)
    person_id = ids.person_id(work.firm_id, contact_ref)
    this = {"matter": matter_id, "person": person_id}
    places.hold(work, matter_id)
    work.session.execute(_LOCK, this)
    places.settle(work, matter_id, person_id)
    part = work.session.execute(_PART, this).one()
    step = _step(work.session.execute(_LAST, this).one_or_none(), part)
    if step is None:
        return
    number = max(work.session.scalars(_RAISE, this))
    work.session.execute(
        insert(AudienceChange).values(
            matter_id=matter_id,
            number=number,
            person_id=person_id,
            step=step,
            at=part.changed_at,
            **_facts(part),
        )
    )
    _tell(work, matter_ref, person_id)


def _step(last: AnyRow | None, part: AnyRow) -> AudienceStep | None:
    """What has become of somebody's part since the last change of it was kept; None for nothing."""
    was_there = last is not None and last.step != "left"
    if part.removed_at is not None:
        return "left" if was_there else None
    if last is None or not was_there:
        return "joined"
    return "changed" if _facts(part) != _facts(last) else None


def _facts(row: AnyRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("kind", "role", "reason", "from_date")}


def _tell(work: Work, matter_ref: str, *also: uuid.UUID) -> None:
    """Wake the browsers of all who take part, and of those who did until now."""
    matter_id = ids.matter_id(work.firm_id, matter_ref)
    audience = sorted({*work.session.scalars(_PRESENT, {"matter": matter_id}), *also})
    if not audience:
        return
    for conversation_id in work.session.scalars(_CONVERSATIONS, {"matter": matter_id}):
        work.publish(
            ConversationChanged(
                conversation_id=conversation_id,
                matter_id=matter_id,
                matter_ref=matter_ref,
                audience=audience,
            )
        )


_of_matter = bindparam("matter", type_=Uuid)
_CONVERSATIONS = (
    select(Conversation.id).where(Conversation.matter_id == _of_matter).order_by(Conversation.id)
)
_LOCK = _CONVERSATIONS.with_for_update(key_share=True)
_RAISE = (
    update(Conversation)
    .where(Conversation.matter_id == _of_matter)
    .values(audience_version=Conversation.audience_version + 1)
    .returning(Conversation.audience_version)
    .execution_options(synchronize_session=False)
)
_PRESENT = select(Participant.person_id).where(
    Participant.matter_id == _of_matter, Participant.removed_at.is_(None)
)
_PART = select(*Participant.__table__.columns).where(
    Participant.matter_id == _of_matter,
    Participant.person_id == bindparam("person", type_=Uuid),
)
_LAST = (
    select(*AudienceChange.__table__.columns)
    .where(
        AudienceChange.matter_id == _of_matter,
        AudienceChange.person_id == bindparam("person", type_=Uuid),
    )
    .order_by(AudienceChange.number.desc())
    .limit(1)
)
