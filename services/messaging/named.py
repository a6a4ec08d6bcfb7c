"""By which names each conversation is found: its matter's title and number, and its own subject."""

from sqlalchemy import Uuid, bindparam, select, update
from sqlalchemy.dialects.postgresql import TSVECTOR

from backbone.work import Work
from contracts import ids
from contracts.events.matters import MatterUpdated
from finding.keeping import kept
from roster.models import Matter
from services.messaging.models import Conversation


def take_update(work: Work, event: MatterUpdated) -> None:
    """The matter has another title or number: of late events, what the roster took over."""
    renew(work, event.matter_id)


def renew(work: Work, matter_ref: str) -> None:
    """The matter's conversations are found by the names that they have now.

    Whoever changes one of these holds the matter's row until the commit.
    """
    matter_id = ids.matter_id(work.firm_id, matter_ref)
    for row in work.session.execute(_NAMES, {"matter": matter_id}).all():
        words = kept(row.id, row.title, row.number, row.subject_line)
        work.session.execute(_KEEP, {"conversation": row.id, "kept": words})


_NAMES = (
    select(Conversation.id, Conversation.subject_line, Matter.title, Matter.number)
    .join(Matter, Matter.id == Conversation.matter_id)
    .where(Matter.id == bindparam("matter", type_=Uuid))
)
_KEEP = (
    update(Conversation)
    .where(Conversation.id == bindparam("conversation", type_=Uuid))
    .values(words=bindparam("kept", type_=TSVECTOR))
    .execution_options(synchronize_session=False)
)
