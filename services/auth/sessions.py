"""Sessions: opaque tokens, stored hashed, with an idle and an absolute limit, revocable."""

import dataclasses
import datetime
import uuid

from sqlalchemy import ColumnElement, and_, select, update

from contracts import ids
from contracts.calls import auth as calls
from contracts.errors import NotSignedIn
from contracts.events.sessions import SessionChanged, SessionRevoked
from services.auth import firms, policies, tokens
from services.auth.context import Context
from services.auth.models import Account, Firm, Person, Session
from services.auth.policies import Policy

LONGEST = datetime.timedelta(hours=720)  # what a policy may allow at most
LONGEST_IDLE = datetime.timedelta(hours=24)  # likewise
TOUCHED_EVERY = datetime.timedelta(minutes=1)


@dataclasses.dataclass(frozen=True)
class Live:
    """A session that holds at this moment, with all that it opens."""

    session: Session
    account: Account
    persons: list[tuple[Person, Firm]]

    @property
    def policy(self) -> Policy:
        return policies.strictest(firm for _, firm in self.persons)

    @property
    def ends_at(self) -> datetime.datetime:
        return self.session.started_at + self.policy.absolute

    @property
    def idle_ends_at(self) -> datetime.datetime:
        return min(self.session.last_used_at + self.policy.idle, self.ends_at)

    def holds(self, now: datetime.datetime) -> bool:
        """A stricter policy ends it at the next request."""
        return self.idle_ends_at > now and self.policy.is_met(self.session.proofs)


def begin(ctx: Context, account: Account, proofs: list[str], agent: str) -> str:
    """A new session; its token, which is told only here."""
    token = tokens.fresh()
    ctx.db.add(
        Session(
            id=ids.new_id(),
            token_digest=tokens.digest(token),
            account_id=account.id,
            proofs=proofs,
            agent=agent,
            started_at=ctx.now,
            proved_at=ctx.now,
            last_used_at=ctx.now,
        )
    )
    return token


def require(ctx: Context, token: str) -> Live:
    """The session of this token. Raises NotSignedIn."""
    live = find(ctx, token)
    if live is None:
        raise NotSignedIn()
    return live


def would_hold(ctx: Context, live: Live, firm: Firm) -> bool:
    """Whether the session would still be good enough with this firm's person in its account."""
    policy = live.policy.and_also(policies.strictest([firm]))
    proved = policy.is_met(live.session.proofs)
    fresh = ctx.now < live.session.last_used_at + policy.idle
    return proved and fresh and ctx.now < live.session.started_at + policy.absolute


def resolve(ctx: Context, token: str) -> calls.Session:
    """Who is signed in with this token. Raises NotSignedIn."""
    live = require(ctx, token)
    if ctx.now - live.session.last_used_at >= TOUCHED_EVERY:
        live.session.last_used_at = ctx.now
    return shown(live)


def shown(live: Live) -> calls.Session:
    return calls.Session(
        session_id=live.session.id,
        account_id=live.account.id,
        address=live.account.email,
        name=live.account.name or live.persons[0][0].name,
        persons=[
            calls.SessionPerson(person_id=person.id, name=person.name, firm=firms.card(firm))
            for person, firm in live.persons
        ],
        idle_ends_at=live.idle_ends_at,
        ends_at=live.ends_at,
        confirmed=live.account.time_zone is not None,
        time_zone=live.account.time_zone or live.persons[0][0].time_zone,
    )


def find(ctx: Context, token: str) -> Live | None:
    """The session of this token if it holds, in one query; every request pays for this one."""
    rows = ctx.db.execute(
        select(Session, Account, Person, Firm)
        .join(Account, Account.id == Session.account_id)
        .join(Person, and_(Person.account_id == Account.id, Person.invited))
        .join(Firm, Firm.id == Person.firm_id)
        .where(Session.token_digest == tokens.digest(token), Session.revoked_at.is_(None))
        .order_by(Firm.name, Firm.id, Person.name)
    ).all()
    if not rows:
        return None
    live = Live(rows[0][0], rows[0][1], [(row[2], row[3]) for row in rows])
    return live if live.holds(ctx.now) else None


def end(ctx: Context, token: str) -> int:
    """A token that opens nothing is left as it is."""
    return _revoke(ctx, Session.token_digest == tokens.digest(token))


def end_all(ctx: Context, account_id: uuid.UUID) -> int:
    return _revoke(ctx, Session.account_id == account_id)


def end_others(ctx: Context, live: Live) -> int:
    own = Session.id == live.session.id
    return _revoke(ctx, and_(Session.account_id == live.account.id, ~own))


def end_one(ctx: Context, live: Live, session_id: uuid.UUID) -> int:
    """One of the account's sessions, as it is told by its id on the account page."""
    return _revoke(ctx, and_(Session.account_id == live.account.id, Session.id == session_id))


def renew(ctx: Context, live: Live) -> str:
    """The session goes on under a new token, as after each proof (ASVS 5.0 7.2.4)."""
    token = tokens.fresh()
    live.session.token_digest, live.session.proved_at = tokens.digest(token), ctx.now
    ctx.publish(SessionChanged(session_ids=[live.session.id]))
    return token


def open_ones(ctx: Context, live: Live) -> list[Session]:
    """The account's sessions that hold, newest use first."""
    found = ctx.db.scalars(
        select(Session)
        .where(Session.account_id == live.account.id, Session.revoked_at.is_(None))
        .order_by(Session.last_used_at.desc())
    )
    return [one for one in found if Live(one, live.account, live.persons).holds(ctx.now)]


def changed(ctx: Context, account_id: uuid.UUID) -> None:
    """The account's persons have changed: whoever keeps a copy of its sessions asks anew."""
    still_open = select(Session.id).where(
        Session.account_id == account_id,
        Session.revoked_at.is_(None),
        Session.started_at > ctx.now - LONGEST,
    )
    if session_ids := list(ctx.db.scalars(still_open)):
        ctx.publish(SessionChanged(session_ids=session_ids))


def changed_at(ctx: Context, firm_id: str) -> None:
    """The firm's policy has changed: it holds at the next request, so nobody may go on knowing."""
    in_use = (
        select(Session.id)
        .distinct()
        .join(Person, and_(Person.account_id == Session.account_id, Person.firm_id == firm_id))
        .where(Session.revoked_at.is_(None), Session.last_used_at > ctx.now - LONGEST_IDLE)
    )
    if session_ids := list(ctx.db.scalars(in_use)):
        ctx.publish(SessionChanged(session_ids=session_ids))


def _revoke(ctx: Context, which: ColumnElement[bool]) -> int:
    """How many have ended by it."""
    ended = update(Session).where(which, Session.revoked_at.is_(None)).values(revoked_at=ctx.now)
    if session_ids := list(ctx.db.scalars(ended.returning(Session.id))):
        ctx.publish(SessionRevoked(session_ids=session_ids))
    return len(session_ids)
