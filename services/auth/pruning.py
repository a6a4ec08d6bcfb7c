"""Forgetting what has run out, so that the tables stay small."""

import datetime

from sqlalchemy import delete, or_

from services.auth import devices
from services.auth.context import Context
from services.auth.models import Attempt, Session, Tally
from services.auth.sessions import LONGEST

KEPT_FOR = datetime.timedelta(days=1)


def prune(ctx: Context) -> None:
    """Attempts with their codes, tallies and sessions a day after they ended."""
    before = ctx.now - KEPT_FOR
    ctx.db.execute(delete(Attempt).where(Attempt.ends_at < before))
    ctx.db.execute(delete(Tally).where(Tally.ends_at < before))
    over = or_(Session.revoked_at < before, Session.started_at < before - LONGEST)
    ctx.db.execute(delete(Session).where(over))
    devices.prune(ctx, before)
