"""The only way to rows on a caller's behalf: taking part in the matter they belong to.

What this module answers for a stranger is the same as for what does not exist: nothing.
"""

import datetime
import uuid
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Row,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    Uuid,
    and_,
    bindparam,
    func,
    select,
)
from sqlalchemy.orm import aliased

from backbone.postgres.prepared import Prepared
from backbone.work import Work
from contracts.calls.caller import Caller
from contracts.errors import NotFound
from contracts.events.persons import Person as Named
from roster.access import ONE_A_MATTER, is_of_the_caller, is_the_caller, on_behalf_of
from roster.models import Matter, Participant, Person
from services.messaging.models import Conversation, Document, Message

Rows = Select[*tuple[Any, ...]]
AnyRow = Row[*tuple[Any, ...]]
Moment = SQLColumnExpression[datetime.datetime]


class Standing(NamedTuple):
    """As whom a person stands in one conversation, and `audience`: who may see what is sent there.

    In the order of the columns of `standing`.
    """

    conversation_id: uuid.UUID
    conversation_ref: str
    subject_line: str
    last_position: int
    audience_version: int
    matter_id: uuid.UUID
    matter_ref: str
    firm_id: str
    closed: bool
    person_id: uuid.UUID
    person_ref: str
    person_name: str
    kind: str
    role: str
    from_date: datetime.datetime
    audience: list[uuid.UUID] | None

    @property
    def person(self) -> Named:
        """Who stands there, as facts name them."""
        return Named(person_id=self.person_id, contact_ref=self.person_ref, name=self.person_name)


def part_in(conversation_id: ColumnElement[uuid.UUID]) -> Rows:
    """As whom the caller takes part in the conversation: no row for a stranger."""
    return (
        select(
            Conversation.id.label("conversation_id"),
            Conversation.changes,
            Participant.person_id,
            Participant.from_date,
        )
        .join(Participant, Participant.matter_id == Conversation.matter_id)
        .where(Conversation.id == conversation_id, is_the_caller())
        .order_by(*ONE_A_MATTER)
        .limit(1)
    )


def callers_standing(moment: Moment) -> Rows:
    """The caller's `Standing` in a conversation; the audience is of what is sent at `moment`."""
    return (
        standing(moment)
        .where(Conversation.id == bindparam("conversation_id", type_=Uuid), is_the_caller())
        .order_by(*ONE_A_MATTER)
        .limit(1)
    )


def standing(moment: Moment) -> Rows:
    """The `Standing` of each who takes part, or did: to be narrowed by whoever uses it."""
    return (
        select(
            Conversation.id,
            Conversation.ref,
            Conversation.subject_line,
            Conversation.last_position,
            Conversation.audience_version,
            Matter.id,
            Matter.ref,
            Matter.firm_id,
            Matter.closed,
            Person.id,
            Person.ref,
            Person.name,
            Participant.kind,
            Participant.role,
            Participant.from_date,
            who_see(moment),
        )
        .join(Matter, Matter.id == Conversation.matter_id)
        .join(Participant, Participant.matter_id == Conversation.matter_id)
        .join(Person, Person.id == Participant.person_id)
    )


def for_writing(work: Work, caller: Caller, conversation_id: uuid.UUID) -> Standing:
    """As whom the caller stands in a conversation that no one else writes in until the commit.

    Raises NotFound. A closed matter is the caller's to judge.
    """
    given = on_behalf_of(caller, conversation_id=conversation_id, at=work.now)
    row = _FOR_WRITING.run(work.session.connection(), given).one_or_none()
    if row is None:
        raise NotFound()
    return Standing(*row)


def for_changing(
    work: Work, caller: Caller, conversation_id: uuid.UUID, message_id: uuid.UUID
) -> tuple[Standing, Message]:
    """The same for a message that the caller may see; the audience is of that. Raises NotFound."""
    given = on_behalf_of(caller, conversation_id=conversation_id, message_id=message_id)
    row = work.session.execute(_FOR_CHANGING, given).one_or_none()
    if row is None:
        raise NotFound()
    return Standing(*row), message_now(work, message_id)


def message_now(work: Work, message_id: uuid.UUID) -> Message:
    """As it stands, once the conversation is locked: others may have changed it before."""
    return work.session.scalars(_MESSAGE, {"message_id": message_id}).one()


def who_see(moment: Moment) -> ScalarSelect[Any]:
    """Those who take part in the conversation's matter and may see what was sent at `moment`."""
    seer = aliased(Participant)
    return (
        select(func.array_agg(seer.person_id))
        .where(
            seer.matter_id == Conversation.matter_id,
            seer.removed_at.is_(None),
            seer.from_date <= moment,
        )
        .correlate_except(seer)
        .scalar_subquery()
    )


def visible_to(from_date: Moment) -> ColumnElement[bool]:
    """Which messages a participant sees: those sent since the from-date."""
    return Message.sent_at >= from_date


def sees_document(from_date: Moment) -> ColumnElement[bool]:
    """Which documents a participant sees, and so what is said of them."""
    return and_(Document.state == "ready", Document.shared_at >= from_date)


def written_by_caller() -> ColumnElement[bool]:
    """Which messages are the caller's own, as whichever of the account's persons."""
    return is_of_the_caller(Message.author_id)


_FOR_WRITING = Prepared(
    callers_standing(bindparam("at", type_=DateTime(timezone=True))).with_for_update(
        of=Conversation, key_share=True
    )
)
_message_id = bindparam("message_id", type_=Uuid)
_FOR_CHANGING = (
    callers_standing(Message.sent_at)
    .join(
        Message,
        and_(
            Message.conversation_id == Conversation.id,
            Message.id == _message_id,
            visible_to(Participant.from_date),
        ),
    )
    .with_for_update(of=Conversation, key_share=True)
)
_MESSAGE = (
    select(Message).where(Message.id == _message_id).execution_options(populate_existing=True)
)
