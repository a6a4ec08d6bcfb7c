"""A feed is made, changed and ended by its owner, and ends by itself with what it was opened by.

Whoever has its address needs no sign-in: so it ends for a person whom the firm lets go, whose
sign-in it sets up anew, or who has another mailbox.
"""

import hashlib
import secrets

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts import ids, links
from contracts.calls.calendar_feed import (
    CalendarFeed,
    ChangeCalendarFeed,
    EndCalendarFeed,
    GetCalendarFeed,
    MakeCalendarFeed,
)
from contracts.calls.caller import Caller
from contracts.errors import NotFound
from contracts.events.contacts import (
    ContactFactorsReset,
    ContactInvited,
    ContactRemoved,
    ContactUpdated,
)
from services.matters.models import Feed, FeedPerson, Mailbox


def get(work: Work, call: GetCalendarFeed) -> CalendarFeed:
    """The caller's feed; it holds the appointments of all persons that the caller is by now."""
    feed = _live(work, call.caller)
    if feed is None:
        return CalendarFeed(active=False)
    _fill(work, feed, call.caller)
    return _shown(feed)


def make(work: Work, call: MakeCalendarFeed) -> CalendarFeed:
    """Under a secret of 256 bits, told this once."""
    _end(work, call.caller)
    secret = secrets.token_urlsafe(32)
    feed = Feed(
        id=ids.new_id(),
        account_id=call.caller.account_id,
        digest=digest(secret),
        full=call.full,
        made_at=work.now,
        fetched_by="",
    )
    work.session.add(feed)
    work.session.flush()
    _fill(work, feed, call.caller)
    return _shown(feed, secret)


def change(work: Work, call: ChangeCalendarFeed) -> CalendarFeed:
    """Raises NotFound."""
    feed = _live(work, call.caller)
    if feed is None:
        raise NotFound()
    feed.full = call.full
    return _shown(feed)


def end(work: Work, call: EndCalendarFeed) -> CalendarFeed:
    _end(work, call.caller)
    return CalendarFeed(active=False)


def leave(work: Work, event: ContactRemoved) -> None:
    """Their appointments are in no feed any more."""
    _leave(work, event.contact_id)


def leave_reset(work: Work, event: ContactFactorsReset) -> None:
    """The same for who lost everything, as somebody else may have it."""
    _leave(work, event.contact_id)


def note_invited(work: Work, event: ContactInvited) -> None:
    """At another mailbox than before, the feeds of the one before end."""
    _note(work, event.contact_id, event.email)


def note_updated(work: Work, event: ContactUpdated) -> None:
    """The same, where an address is given."""
    if event.email is not None:
        _note(work, event.contact_id, event.email)


def digest(secret: str) -> bytes:
    """What is kept of a secret. It has 256 random bits: a plain hash can't be searched."""
    return hashlib.sha256(secret.encode()).digest()


def _live(work: Work, caller: Caller) -> Feed | None:
    return work.session.scalar(
        select(Feed)
        .where(Feed.account_id == caller.account_id, Feed.ended_at.is_(None))
        .with_for_update()
    )


def _end(work: Work, caller: Caller) -> None:
    live = (Feed.account_id == caller.account_id, Feed.ended_at.is_(None))
    work.session.execute(update(Feed).where(*live).values(ended_at=work.now))


def _fill(work: Work, feed: Feed, caller: Caller) -> None:
    rows = [{"feed_id": feed.id, "person_id": each.person_id} for each in caller.persons]
    if rows:
        work.session.execute(insert(FeedPerson).values(rows).on_conflict_do_nothing())


def _leave(work: Work, contact: str) -> None:
    person_id = ids.person_id(work.firm_id, contact)
    work.session.execute(delete(FeedPerson).where(FeedPerson.person_id == person_id))


def _note(work: Work, contact: str, address: str) -> None:
    """Of two the newer counts."""
    person_id = ids.person_id(work.firm_id, contact)
    before = work.session.get(Mailbox, person_id, with_for_update=True)
    row = {"digest": links.address_digest(address), "said_at": work.at}
    if before is None:
        given = insert(Mailbox).values(person_id=person_id, **row)
        work.session.execute(given.on_conflict_do_nothing())
    elif before.said_at <= work.at:
        if before.digest != row["digest"]:
            _leave(work, contact)
        before.digest, before.said_at = row["digest"], row["said_at"]  # type: ignore[assignment]


def _shown(feed: Feed, secret: str = "") -> CalendarFeed:
    return CalendarFeed(
        active=True,
        full=feed.full,
        made_at=feed.made_at,
        fetched_at=feed.fetched_at,
        fetched_by=feed.fetched_by,
        secret=secret,
    )
