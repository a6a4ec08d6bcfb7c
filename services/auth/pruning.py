"""Forgetting what has run out, so that the tables stay small."""

import datetime

from sqlalchemy import delete, or_

from services.auth import devices
from services.auth.models import Attempt, Session, Tally
from services.auth.sessions import LONGEST
from services.auth.work import AuthWork

KEPT_FOR = datetime.timedelta(days=1)


def prune(work: AuthWork) -> None:
    """Attempts with their codes, tallies and sessions a day after they ended."""
    before = work.now - KEPT_FOR
    work.session.execute(delete(Attempt).where(Attempt.ends_at < before))
    work.session.execute(delete(Tally).where(Tally.ends_at < before))
    over = or_(Session.revoked_at < before, Session.started_at < before - LONGEST)
    work.session.execute(delete(Session).where(over))
    devices.prune(work, before)
