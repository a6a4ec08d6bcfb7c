"""The latest messages that somebody may see, over all their conversations, to be looked through.

An index of words gives every message with a word, and none of them first. Where a frequent word was
said last is soon found by looking; what is not found so is in few messages, and then all of those
are asked for. Decision 0023 has the figures.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, BigInteger, ColumnElement, DateTime, Subquery, cast, func, select, true

from services.messaging import access
from services.messaging.models import Message

_MOST = 600  # messages that are looked through
_CONVERSATIONS = 200  # those that were active last
# Messages of the first of these, of the next half as many and so on, and of any at least.
_OF_THE_FIRST, _OF_ANY = 512, 8


def latest(part: Subquery, beyond: Sequence[ColumnElement[bool]]) -> CTE:
    """`part`: id, active_at and from_date of each conversation, with whatever else is wanted.

    Each message `beyond` the last page as `message_id` and `at`, with the columns of `part`. No
    message is left out that was sent between two of these, or after them.
    """
    in_turn = func.row_number().over(order_by=part.c.active_at.desc())
    ranked = select(*part.c, in_turn.label("turn")).cte("ranked")
    deep = cast(func.greatest(_OF_ANY, _OF_THE_FIRST // ranked.c.turn), BigInteger)
    of_one = (
        select(Message.id.label("message_id"), Message.sent_at.label("at"))
        .where(
            Message.conversation_id == ranked.c.id,
            access.visible_to(ranked.c.from_date),
            *beyond,
        )
        .order_by(Message.sent_at.desc(), Message.id.desc())
        .correlate(ranked)
        .limit(deep)
        .lateral("of_one")
    )
    taken = (
        select(*ranked.c, deep.label("deep"), *of_one.c)
        .join(of_one, true())
        .where(ranked.c.turn <= _CONVERSATIONS)
        .cte("taken")
    )
    return (
        select(*taken.c)
        .where(taken.c.at > _certain_after(ranked, taken))
        .order_by(taken.c.at.desc(), taken.c.message_id.desc())
        .limit(_MOST)
        .cte("latest")
    )


def _certain_after(ranked: CTE, taken: CTE) -> ColumnElement[Any]:
    """Until then nothing was left behind: neither in a conversation that was not looked through to
    its beginning, nor in one that was not looked into."""
    ends = (
        select(func.min(taken.c.at).label("at"))
        .group_by(taken.c.id, taken.c.deep)
        .having(func.count() >= taken.c.deep)
        .subquery("ends")
    )
    ended = select(func.max(ends.c.at)).scalar_subquery()
    not_looked_into = (
        select(func.max(ranked.c.active_at)).where(ranked.c.turn > _CONVERSATIONS).scalar_subquery()
    )
    never = cast("-infinity", DateTime(timezone=True))
    return func.coalesce(func.greatest(ended, not_looked_into), never)
