"""What of a conversation a person has not read: what the others wrote behind the person's mark."""

import datetime
import uuid

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    exists,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import LateralFromClause

from contracts.calls.messaging import UNREAD_MOST
from roster.models import Participant
from services.messaging import access
from services.messaging.models import Message

_ONE = literal_column("1", Integer).label("one")


class Unread:
    """A question to be put into a statement that knows of whom and of which conversation.

    `mark`: the position up to which the person has read; `last`: that of the newest message. One's
    own messages are not walked through, nor those of a person who wrote very many.
    """

    def __init__(
        self,
        *,
        conversation_id: SQLColumnExpression[uuid.UUID],
        matter_id: SQLColumnExpression[uuid.UUID],
        me: SQLColumnExpression[uuid.UUID],
        mark: SQLColumnExpression[int],
        last: SQLColumnExpression[int],
        from_date: SQLColumnExpression[datetime.datetime],
    ) -> None:
        self._other = aliased(Participant)
        self._others = (self._other.matter_id == matter_id, self._other.person_id != me)
        self._behind: ColumnElement[bool] = mark < last
        self._theirs: tuple[ColumnElement[bool], ...] = (
            Message.conversation_id == conversation_id,
            Message.author_id == self._other.person_id,
            Message.position > mark,
            access.visible_to(from_date),
            Message.withdrawn_at.is_(None),
        )

    def count(self) -> ScalarSelect[int]:
        """How many there are; no further than `UNREAD_MOST`."""
        return select(func.count()).select_from(self._found(UNREAD_MOST)).scalar_subquery()

    def any(self) -> ColumnElement[bool]:
        """Whether there is one."""
        return exists(select(self._found(1).c.one))

    def _found(self, most: int) -> LateralFromClause:
        # In their order, else the planner likes to read through all messages for the first.
        theirs: Select[int] = select(_ONE).where(*self._theirs).order_by(Message.position)
        of_each = theirs.limit(most).correlate_except(Message).lateral()
        found = select(of_each.c.one).select_from(self._other).join(of_each, true())
        chosen = found.where(*self._others, self._behind).limit(most)
        return chosen.correlate_except(self._other, of_each).lateral()
