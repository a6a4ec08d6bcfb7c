"""Where each conversation stands in the list of each person who takes part in it.

A place has the time of the conversation's last activity, or of the person's from-date where that is
later; so those of people who take part from a later date on lie in the future until then. What is
said where nobody's order changes by it moves no place, for a minute: so a message to two hundred
people who are in the middle of a conversation writes no row for any of them. Access is the
roster's: a place that was left behind shows nothing.
"""

import datetime
import uuid

from sqlalchemy import CTE, Uuid, bindparam, delete, exists, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from backbone.postgres.prepared import Prepared
from backbone.work import Work
from roster.models import Matter, Participant
from services.messaging.access import Rows
from services.messaging.models import Conversation, Place

# So exact is the order where somebody says something of an earlier time, or learns of it late.
STALE = datetime.timedelta(minutes=1)


def hold(work: Work, matter_id: uuid.UUID) -> None:
    """Until the commit, nobody begins a conversation in the matter, and nobody comes or goes.

    Else one of two at once would miss what the other does. To be held before any conversation.
    """
    work.session.execute(_HOLD, {"matter": matter_id})


def give(work: Work, conversation_id: uuid.UUID) -> None:
    """A new conversation has its place with all who take part. The matter must be held."""
    _GIVE.run(work.session.connection(), {"conversation": conversation_id})


def settle(work: Work, matter_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """The matter's conversations have their places with the person, or no more. It must be held."""
    this = {"matter": matter_id, "person": person_id}
    _SETTLE.run(work.session.connection(), this)
    work.session.execute(_TAKE_AWAY, this)


def moved_by(stored: CTE) -> CTE:
    """The places that a message moves; `stored` has its conversation_id and sent_at."""
    other = aliased(Place)
    overtakes = exists().where(
        other.person_id == Place.person_id,
        tuple_(other.active_at, other.conversation_id)
        > tuple_(Place.active_at, Place.conversation_id),
        other.active_at <= stored.c.sent_at,
    )
    return (
        update(Place)
        .where(
            Place.conversation_id == stored.c.conversation_id,
            Place.active_at < stored.c.sent_at,
            or_(Place.active_at < stored.c.sent_at - STALE, overtakes),
        )
        .values(active_at=stored.c.sent_at)
        .returning(Place.person_id)
        .cte("moved_places")
    )


_of_matter = bindparam("matter", type_=Uuid)
_person = bindparam("person", type_=Uuid)
_HOLD = select(Matter.id).where(Matter.id == _of_matter).with_for_update(key_share=True)
_wanted = (
    select(
        Conversation.id,
        Participant.person_id,
        func.greatest(Conversation.active_at, Participant.from_date),
    )
    .join(Participant, Participant.matter_id == Conversation.matter_id)
    .where(Participant.removed_at.is_(None))
)


def _given(wanted: Rows) -> Prepared:
    put = insert(Place).from_select(["conversation_id", "person_id", "active_at"], wanted)
    return Prepared(
        put.on_conflict_do_update(
            index_elements=[Place.conversation_id, Place.person_id],
            set_={"active_at": put.excluded.active_at},
        )
    )


_GIVE = _given(_wanted.where(Conversation.id == bindparam("conversation", type_=Uuid)))
_SETTLE = _given(
    _wanted.where(Conversation.matter_id == _of_matter, Participant.person_id == _person)
)
_TAKE_AWAY = delete(Place).where(
    Place.person_id == _person,
    Place.conversation_id.in_(select(Conversation.id).where(Conversation.matter_id == _of_matter)),
    exists().where(
        Participant.matter_id == _of_matter,
        Participant.person_id == _person,
        Participant.removed_at.is_not(None),
    ),
)
