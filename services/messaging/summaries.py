"""What a list of conversations says of each: where it belongs, its last line, what is unread."""

from sqlalchemy import Subquery, and_, false, func, select, true

from contracts.calls.messaging import ConversationSummary
from roster.models import Firm, Matter, Person
from services.messaging import access
from services.messaging.access import AnyRow, Rows
from services.messaging.models import Message, ReadMark
from services.messaging.unread import Unread

LAST_LINE = 140  # characters


def of(chosen: Subquery) -> Rows:
    """What is shown of each of the caller's conversations: last line, unread count and all.

    `chosen` has the columns id, matter_id, subject_line, last_position, me (as whom the caller
    takes part) and from_date.
    """
    mark = and_(ReadMark.conversation_id == chosen.c.id, ReadMark.person_id == chosen.c.me)
    seen = and_(Message.conversation_id == chosen.c.id, access.visible_to(chosen.c.from_date))
    last = (
        select(
            func.left(Message.body, LAST_LINE).label("line"),
            Person.name.label("author"),
            access.written_by_caller().label("mine"),
            Message.sent_at,
            Message.attached,
            Message.withdrawn_at.is_not(None).label("withdrawn"),
        )
        .join(Person, Person.id == Message.author_id)
        .where(seen)
        .order_by(Message.position.desc())
        .limit(1)
        .lateral("last")
    )
    unread = Unread(
        conversation_id=chosen.c.id,
        matter_id=chosen.c.matter_id,
        me=chosen.c.me,
        mark=func.coalesce(ReadMark.position, 0),
        last=chosen.c.last_position,
        from_date=chosen.c.from_date,
    )
    return (
        select(
            chosen,
            ReadMark.message_id.label("read_up_to"),
            Matter.firm_id,
            func.coalesce(Firm.name, Matter.firm_id).label("firm_name"),
            Matter.title,
            Matter.number,
            Matter.closed,
            unread.count().label("unread"),
            func.coalesce(last.c.line, "").label("last_line"),
            func.coalesce(last.c.author, "").label("last_author"),
            func.coalesce(last.c.mine, false()).label("last_mine"),
            last.c.sent_at.label("last_at"),
            func.coalesce(last.c.attached, 0).label("last_attachments"),
            func.coalesce(last.c.withdrawn, false()).label("last_withdrawn"),
        )
        .select_from(chosen)
        .join(Matter, Matter.id == chosen.c.matter_id)
        .outerjoin(Firm, Firm.id == Matter.firm_id)
        .outerjoin(ReadMark, mark)
        .outerjoin(last, true())
    )


def shown(row: AnyRow) -> ConversationSummary:
    """A row of a statement made by `of`, as it is sent out."""
    return ConversationSummary(
        id=row.id,
        firm_id=row.firm_id,
        firm_name=row.firm_name,
        matter_id=row.matter_id,
        matter_title=row.title,
        matter_number=row.number,
        subject_line=row.subject_line,
        closed=row.closed,
        unread=row.unread,
        last_line=row.last_line,
        last_author=row.last_author,
        last_mine=row.last_mine,
        last_at=row.last_at,
        last_attachments=0 if row.last_withdrawn else row.last_attachments,
        last_withdrawn=row.last_withdrawn,
    )
