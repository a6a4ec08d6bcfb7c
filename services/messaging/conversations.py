"""Conversations: made by the firm's events, listed and shown to those who take part."""

import datetime
import uuid

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Uuid,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import insert

from backbone import paging
from backbone.postgres.prepared import Prepared
from backbone.work import Work
from contracts import ids
from contracts.calls.messaging import Conversation as ConversationShown
from contracts.calls.messaging import (
    ConversationPage,
    ConversationParticipant,
    GetConversation,
    ListConversations,
)
from contracts.errors import NotFound
from contracts.events.matters import MatterOpened
from contracts.events.restating import MatterRestated
from roster.access import on_behalf_of, takes_part
from roster.models import Participant, Person
from services.messaging import access, audience_changes, summaries
from services.messaging.access import Rows
from services.messaging.models import Conversation, Message, ReadMark, ReceiptsShown


def begin(work: Work, event: MatterOpened) -> None:
    """The matter has its main conversation."""
    ensure(work, event.matter_id, at=work.at)


def begin_restated(work: Work, event: MatterRestated) -> None:
    """So has a matter that was there before messaging was."""
    ensure(work, event.ref, at=min(event.title_at, event.closed_at))


def ensure(
    work: Work, matter_ref: str, ref: str = "", subject_line: str = "", *, at: datetime.datetime
) -> uuid.UUID:
    """The matter's conversation `ref` exists (the main one when empty), since `at`; answers its id.

    The first subject line given stays.
    """
    conversation_id = ids.conversation_id(work.firm_id, matter_ref, ref)
    matter_id = ids.matter_id(work.firm_id, matter_ref)
    made = insert(Conversation).values(
        id=conversation_id,
        matter_id=matter_id,
        ref=ref,
        subject_line=subject_line,
        last_position=0,
        active_at=at,
        audience_version=_version_in(matter_id),
    )
    work.session.execute(
        made.on_conflict_do_update(
            index_elements=[Conversation.id],
            set_={"subject_line": made.excluded.subject_line},
            where=and_(Conversation.subject_line == "", made.excluded.subject_line != ""),
        )
    )
    return conversation_id


def list_(work: Work, call: ListConversations) -> ConversationPage:
    """The caller's conversations, newest activity first. Raises InvalidInput for a bad cursor."""
    given = on_behalf_of(call.caller, limit=call.limit + 1)
    if call.cursor:
        given["at"], given["id"] = paging.moment(call.cursor, "cursor")
    statement = _NEXT if call.cursor else _FIRST
    rows = statement.run(work.session.connection(), given).all()
    shown = rows[: call.limit]
    return ConversationPage(
        items=[summaries.shown(row) for row in shown],
        next=paging.of_moment(shown[-1].activity, shown[-1].id) if len(rows) > call.limit else None,
    )


def get(work: Work, call: GetConversation) -> ConversationShown:
    """One conversation with its participants of today. Raises NotFound."""
    given = on_behalf_of(call.caller, conversation_id=call.conversation_id)
    row = work.session.execute(_ONE, given).one_or_none()
    if row is None:
        raise NotFound()
    people = work.session.execute(
        _PARTICIPANTS,
        {
            "conversation_id": row.id,
            "matter_id": row.matter_id,
            "from_date": row.from_date,
            "me": row.me,
        },
    )
    return ConversationShown(
        summary=summaries.shown(row),
        participants=[ConversationParticipant(**person) for person in people.mappings()],
        me=row.me,
        read_up_to=row.read_up_to,
        audience_version=row.audience_version,
        changes=audience_changes.seen_by(work, call.caller, row.matter_id, row.from_date),
    )


def _version_in(matter_id: uuid.UUID) -> ColumnElement[int]:
    """The version that the audience of the matter's other conversations has."""
    versions = select(func.max(Conversation.audience_version))
    return func.coalesce(versions.where(Conversation.matter_id == matter_id).scalar_subquery(), 0)


_me = takes_part()
# Who takes part from a later date on has nothing new until then.
_activity = case(
    (_me.c.from_date > func.now(), Conversation.active_at),
    else_=func.greatest(Conversation.active_at, _me.c.from_date),
)
_mine = select(
    Conversation.id,
    Conversation.matter_id,
    Conversation.subject_line,
    Conversation.audience_version,
    Conversation.last_position,
    _activity.label("activity"),
    _me.c.person_id.label("me"),
    _me.c.from_date,
).join(_me, _me.c.matter_id == Conversation.matter_id)


def _newest_first(chosen: Rows) -> Prepared:
    order = (_activity.desc(), Conversation.id.desc())
    page = chosen.order_by(*order).limit(bindparam("limit", type_=Integer)).subquery("page")
    return Prepared(summaries.of(page).order_by(page.c.activity.desc(), page.c.id.desc()))


_FIRST = _newest_first(_mine)
_NEXT = _newest_first(
    _mine.where(
        tuple_(_activity, Conversation.id)
        < tuple_(bindparam("at", type_=DateTime(timezone=True)), bindparam("id", type_=Uuid))
    )
)
_ONE = summaries.of(
    _mine.where(Conversation.id == bindparam("conversation_id", type_=Uuid)).subquery("page")
)

# A mark on a message that the caller may not see says nothing here, nor does another's mark where
# the firm shows no receipts.
_PARTICIPANTS = (
    select(
        Participant.person_id,
        Person.name,
        Participant.role,
        Participant.kind,
        Message.id.label("read_up_to"),
    )
    .join(Person, Person.id == Participant.person_id)
    .outerjoin(ReceiptsShown, ReceiptsShown.firm_id == Person.firm_id)
    .outerjoin(
        ReadMark,
        and_(
            or_(
                func.coalesce(ReceiptsShown.shown, true()),
                Participant.person_id == bindparam("me", type_=Uuid),
            ),
            ReadMark.conversation_id == bindparam("conversation_id", type_=Uuid),
            ReadMark.person_id == Participant.person_id,
        ),
    )
    .outerjoin(
        Message,
        and_(
            Message.id == ReadMark.message_id,
            access.visible_to(bindparam("from_date")),
        ),
    )
    .where(
        Participant.matter_id == bindparam("matter_id", type_=Uuid),
        Participant.removed_at.is_(None),
    )
    .order_by(Person.name, Participant.person_id)
)
