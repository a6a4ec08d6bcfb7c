"""Whether the list is being made anew, and how many facts have come for it."""

import uuid

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.matters.models import Rebuild


def under_way(session: Session) -> uuid.UUID | None:
    """The run for which facts are taken into the new list, too; it does not end before the commit.

    A fact that is taken while none is under way was told by its owner before the request that
    begins one: what the owner says again holds it. To be asked before anything is held.
    """
    return session.scalar(_OPEN.with_for_update(read=True))


def counting(session: Session) -> uuid.UUID | None:
    """The same for who will `count`: held alone, else two of them would wait for each other."""
    return session.scalar(_OPEN.with_for_update())


def count(session: Session, run: uuid.UUID, facts: int) -> None:
    """So many more facts of the owners have come."""
    more = {"heard": Rebuild.heard + facts}
    session.execute(update(Rebuild).where(Rebuild.run == run).values(more), execution_options=_BARE)


_BARE = {"synchronize_session": False}
_OPEN = select(Rebuild.run).where(Rebuild.ended_at.is_(None))
