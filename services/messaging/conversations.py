"""Conversations: made by the firm's events, listed and shown to those who take part."""

import datetime
import uuid
from collections.abc import Callable

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Uuid,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
    tuple_,
    union_all,
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
from contracts.events.conversations import ConversationBegun
from contracts.events.matters import MatterOpened
from contracts.events.restating import MatterRestated
from roster.access import each_person, is_the_caller, on_behalf_of, sees_most
from roster.models import Participant, Person, ReceiptsShown
from services.messaging import access, audience_changes, named, places, summaries
from services.messaging.access import Moment, Rows
from services.messaging.models import Conversation, Message, Place, ReadMark


def begin(work: Work, event: MatterOpened) -> None:
    """The matter has its main conversation."""
    ensure(work, event.matter_id, at=work.at)
    named.renew(work, event.matter_id)


def begin_restated(work: Work, event: MatterRestated) -> None:
    """So has a matter that was there before messaging was."""
    ensure(work, event.ref, at=min(event.title_at, event.closed_at))
    named.renew(work, event.ref)


def ensure(
    work: Work, matter_ref: str, ref: str = "", subject_line: str = "", *, at: datetime.datetime
) -> uuid.UUID:
    """The matter's conversation `ref` exists (the main one when empty), since `at`; answers its id.

    The first subject line given stays.
    """
    conversation_id = ids.conversation_id(work.firm_id, matter_ref, ref)
    matter_id = ids.matter_id(work.firm_id, matter_ref)
    subject = select(Conversation.subject_line).where(Conversation.id == conversation_id)
    known = work.session.scalar(subject)
    if known or known == subject_line:
        return conversation_id
    places.hold(work, matter_id)
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
    places.give(work, conversation_id)
    if ref and known is None:
        work.publish(ConversationBegun(matter_ref=matter_ref, ref=ref))
    named.renew(work, matter_ref)
    return conversation_id


def list_(work: Work, call: ListConversations) -> ConversationPage:
    """The caller's conversations, newest activity first. Raises InvalidInput for a bad cursor."""
    given = on_behalf_of(call.caller, limit=call.limit + 1)
    if call.cursor:
        given["at"], given["id"] = paging.moment(call.cursor, "cursor")
    statement = _NEXT if call.cursor else _FIRST
    rows = statement.run(work.session.connection(), given).all()
    shown = rows[: call.limit]
    # Places are exact to the minute alone.
    in_order = sorted(shown, key=lambda row: (row.activity, row.id), reverse=True)
    return ConversationPage(
        items=[summaries.shown(row) for row in in_order],
        next=paging.of_moment(shown[-1].place, shown[-1].id) if len(rows) > call.limit else None,
    )


def get(work: Work, call: GetConversation) -> ConversationShown:
    """One conversation with its participants of today. Raises NotFound."""
    given = on_behalf_of(call.caller, conversation_id=call.conversation_id)
    connection = work.session.connection()
    row = _ONE.run(connection, given).one_or_none()
    if row is None:
        raise NotFound()
    people = _PARTICIPANTS.run(
        connection,
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


_person = each_person()
_part = (
    select(
        Conversation.id,
        Conversation.matter_id,
        Conversation.subject_line,
        Conversation.audience_version,
        Conversation.last_position,
        Participant.person_id.label("me"),
        Participant.from_date,
    )
    .join(Participant, Participant.matter_id == Conversation.matter_id)
    .where(sees_most())
)
# The limit keeps the planner from joining all conversations of a person before it sorts them; and
# whether the person has left is asked outside, else it likes to look through all of their parts.
_of_place = (
    _part.add_columns(Conversation.active_at, Participant.removed_at)
    .where(Conversation.id == Place.conversation_id, Participant.person_id == Place.person_id)
    .limit(1)
    .correlate(Place)
    .lateral("of_place")
)
_last_active = _of_place.c.active_at
_began = select(
    _of_place,
    Place.active_at.label("place"),
    func.greatest(_last_active, _of_place.c.from_date).label("activity"),
).where(Place.active_at <= func.now())
# Who takes part from a later date on has nothing new until then.
_begins_later = select(
    _of_place, _last_active.label("place"), _last_active.label("activity")
).where(Place.active_at > func.now())


def _first_of_each_person(part: Rows, place: Moment, within: ColumnElement[bool]) -> Rows:
    """The first places of each of the caller's persons, by index: no others are read."""
    first = (
        part.select_from(Place)
        .join(_of_place, true())
        .where(Place.person_id == _person.c.id, _of_place.c.removed_at.is_(None), within)
        .order_by(place.desc(), Place.conversation_id.desc())
        .limit(_limit)
        .correlate(_person)
        .lateral("first")
    )
    return select(first).select_from(_person.join(first, true()))


def _page(after: Callable[[Moment], ColumnElement[bool]]) -> Prepared:
    each = [
        _first_of_each_person(_began, Place.active_at, after(Place.active_at)),
        _first_of_each_person(_begins_later, _last_active, after(_last_active)),
    ]
    places = union_all(*each).subquery("places_there")
    in_order = (places.c.place.desc(), places.c.id.desc())
    page = select(places).order_by(*in_order).limit(_limit).subquery("page")
    return Prepared(summaries.of(page).order_by(page.c.place.desc(), page.c.id.desc()))


_limit = bindparam("limit", type_=Integer)
_cursor = tuple_(bindparam("at", type_=DateTime(timezone=True)), bindparam("id", type_=Uuid))
_FIRST = _page(lambda place: true())
_NEXT = _page(lambda place: tuple_(place, Place.conversation_id) < _cursor)
_ONE = Prepared(
    summaries.of(
        _part.where(
            Conversation.id == bindparam("conversation_id", type_=Uuid), is_the_caller()
        ).subquery("page")
    )
)

# A mark on a message that the caller may not see says nothing here, nor does another's mark where
# the firm shows no receipts.
_PARTICIPANTS = Prepared(
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
