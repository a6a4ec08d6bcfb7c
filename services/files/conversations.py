"""Which conversation is in which matter: where something can be uploaded to."""

from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts import ids
from contracts.events.conversations import ConversationBegun
from contracts.events.matters import MatterOpened
from contracts.events.restating import ConversationRestated, MatterRestated
from roster import matters
from services.files.models import Conversation


def begin(work: Work, event: MatterOpened) -> None:
    """The matter has its main conversation."""
    _ensure(work, event.matter_id)


def begin_restated(work: Work, event: MatterRestated) -> None:
    """So has a matter that was there before files was."""
    _ensure(work, event.ref)


def begin_another(work: Work, event: ConversationBegun) -> None:
    """It has one more. Raises NotYet before the matter is opened."""
    _ensure(work, event.matter_ref, event.ref)


def begin_another_restated(work: Work, event: ConversationRestated) -> None:
    """The same of before files was."""
    _ensure(work, event.matter_ref, event.ref)


def _ensure(work: Work, matter_ref: str, ref: str = "") -> None:
    matter_id = matters.must_exist(work, matter_ref)
    row = {"id": ids.conversation_id(work.firm_id, matter_ref, ref), "matter_id": matter_id}
    work.session.execute(insert(Conversation).values(row).on_conflict_do_nothing())
