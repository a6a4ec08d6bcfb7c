"""Which conversation is in which matter: where something can be uploaded to."""

import uuid
from collections.abc import Sequence

from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts import ids
from contracts.events.matters import MatterOpened
from contracts.events.messages import MessageSent
from contracts.events.restating import MatterRestated
from roster import matters
from services.files.models import Conversation


def begin(work: Work, event: MatterOpened) -> None:
    """The matter has its main conversation."""
    _ensure_main(work, event.matter_id)


def begin_restated(work: Work, event: MatterRestated) -> None:
    """So has a matter that was there before files was."""
    _ensure_main(work, event.ref)


def meet(work: Work, events: Sequence[MessageSent]) -> None:
    """Another one shows by its first message. Raises NotYet before the matter is opened."""
    named = {each.conversation_id: each for each in events if each.conversation_ref}
    for event in named.values():
        matters.must_exist(work, event.matter_ref)
        _ensure(work, event.conversation_id, event.matter_id)


def _ensure_main(work: Work, matter_ref: str) -> None:
    main = ids.conversation_id(work.firm_id, matter_ref)
    _ensure(work, main, ids.matter_id(work.firm_id, matter_ref))


def _ensure(work: Work, conversation_id: uuid.UUID, matter_id: uuid.UUID) -> None:
    row = {"id": conversation_id, "matter_id": matter_id}
    work.session.execute(insert(Conversation).values(row).on_conflict_do_nothing())
