"""A calendar reads a feed: as it stands, or that it stands as it was."""

import datetime
import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.types import DateTime, Uuid

from backbone.work import Work
from calendars import writing
from contracts.calls.calendar_feed import FeedText, ReadFeed
from contracts.errors import NotFound
from roster.models import Participant
from services.matters.appointments import access, calendar_file
from services.matters.feeds import keeping
from services.matters.models import Appointment, AppointmentPerson, Feed, FeedPerson

BACK = datetime.timedelta(days=366)  # how long what is over stays in it
MOST = 2000
AnyRow = Row[*tuple[Any, ...]]
_READERS = {
    "Google-Calendar": "Google",
    "Microsoft": "Outlook",
    "Outlook": "Outlook",
    "Exchange": "Outlook",
    "Thunderbird": "Thunderbird",
    "iOS/": "Apple",
    "macOS/": "Apple",
    "Mac OS X": "Apple",
    "CalendarAgent": "Apple",
    "dataaccessd": "Apple",
}


def read(work: Work, call: ReadFeed) -> FeedText:
    """Whoever reads it is noted, by the name of their calendar alone. Raises NotFound."""
    feed = work.session.scalar(
        select(Feed).where(Feed.digest == keeping.digest(call.secret), Feed.ended_at.is_(None))
    )
    if feed is None:
        raise NotFound()
    feed.fetched_at, feed.fetched_by = work.now, _reader(call.agent)
    given = {"feed_id": feed.id, "now": work.now, "earliest": work.now - BACK}
    rows = work.session.execute(_ROWS, given).all()
    etag = _etag(rows, feed, call.portal)
    if etag in call.known:
        return FeedText(text="", etag=etag)
    entries = [calendar_file.entry(row, call.portal, neutral=not feed.full) for row in rows]
    text = writing.calendar(entries, name="Appointments", link=f"{call.portal}/events")
    return FeedText(text=text, etag=etag)


def _etag(rows: Sequence[AnyRow], feed: Feed, portal: str) -> str:
    said = [f"{feed.full} {portal}", *(f"{row.id} {row.sequence}" for row in rows)]
    return f'"{hashlib.sha256("/".join(said).encode()).hexdigest()[:32]}"'


def _reader(agent: str) -> str:
    return next((name for part, name in _READERS.items() if part in agent), "a calendar")


_SAID: list[Any] = [
    Appointment.id,
    Appointment.sequence,
    Appointment.changed_at,
    Appointment.starts,
    Appointment.ends,
    Appointment.starts_at,
    Appointment.ends_at,
    Appointment.time_zone,
    Appointment.state,
    Appointment.title,
    Appointment.place,
    Appointment.video_link,
]
_ROWS: Select[*tuple[Any, ...]] = (
    select(*_SAID)
    .distinct()
    .join(AppointmentPerson, AppointmentPerson.appointment_id == Appointment.id)
    .join(FeedPerson, FeedPerson.person_id == AppointmentPerson.person_id)
    .join(Participant, access.takes_part(AppointmentPerson.person_id))
    .where(
        FeedPerson.feed_id == bindparam("feed_id", type_=Uuid),
        AppointmentPerson.invited,
        AppointmentPerson.starts_at > bindparam("earliest", type_=DateTime(timezone=True)),
    )
    .order_by(Appointment.starts_at.desc(), Appointment.id)
    .limit(MOST)
)
