"""What every change of a message that stands has in common: who may, its number, how it is told."""

import datetime
import uuid
from typing import Any

from sqlalchemy import Uuid, bindparam, select, update

from backbone.work import Work
from contracts.calls.caller import Caller
from contracts.errors import AccessEnded, NotYours
from contracts.events.messages import ConversationFact
from contracts.events.persons import Person as PersonNamed
from roster.models import Person
from services.messaging.access import Standing
from services.messaging.models import Conversation, Message, Revision


def require_own(caller: Caller, message: Message) -> None:
    """Raises NotYours for what none of the caller's persons wrote."""
    if message.author_id not in {person.person_id for person in caller.persons}:
        raise NotYours()


def require_open(standing: Standing) -> None:
    """Raises AccessEnded in a closed matter."""
    if standing.closed:
        raise AccessEnded()


def numbered(work: Work, message: Message) -> int:
    """The message has changed: open pages learn of it by this number."""
    number = work.session.scalars(_RAISE, {"conversation": message.conversation_id}).one()
    message.change = number
    return number


def keep_first(work: Work, message: Message) -> None:
    """What it said at first becomes its first revision, before it says something else."""
    if message.edited_at is None:
        keep(work, message, message.body, message.author_id, message.sent_at)


def keep(
    work: Work, message: Message, body: str, person_id: uuid.UUID, at: datetime.datetime
) -> None:
    """A revision of the message, for good."""
    work.session.add(
        Revision(
            message_id=message.id,
            number=message.revision,
            body=body,
            person_id=person_id,
            at=at,
        )
    )


def tell(
    work: Work, kind: type[ConversationFact], standing: Standing, message: Message, **more: Any
) -> None:
    """The news of it, to all who may see the message, and to the firm."""
    fact: Any = kind
    told = fact(
        conversation_id=standing.conversation_id,
        matter_id=standing.matter_id,
        matter_ref=standing.matter_ref,
        message_id=message.id,
        position=message.position,
        audience=standing.audience or [],
        conversation_ref=standing.conversation_ref,
        message_ref=message.ref,
        **more,
    )
    work.publish(told, standing.firm_id)


def author(work: Work, message: Message) -> PersonNamed:
    """Who wrote it, as news names them."""
    ref, name = work.session.execute(_PERSON, {"person": message.author_id}).one()
    return PersonNamed(person_id=message.author_id, contact_ref=ref, name=name)


_RAISE = (
    update(Conversation)
    .where(Conversation.id == bindparam("conversation", type_=Uuid))
    .values(changes=Conversation.changes + 1)
    .returning(Conversation.changes)
    .execution_options(synchronize_session=False)
)
_PERSON = select(Person.ref, Person.name).where(Person.id == bindparam("person", type_=Uuid))
