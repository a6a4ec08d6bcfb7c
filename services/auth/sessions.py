"""Sessions: opaque tokens, stored hashed, with an idle and an absolute limit, revocable."""

import dataclasses
import datetime
import uuid

from sqlalchemy import ColumnElement, and_, select, update

from contracts import addresses, ids, topology
from contracts.calls import auth
from contracts.errors import NotSignedIn
from contracts.events.firms import FirmPolicyChanged
from contracts.events.sessions import SessionChanged, SessionRevoked
from services.auth import firms, persons, policies, tokens
from services.auth.models import Account, Firm, Person, Session
from services.auth.policies import Policy
from services.auth.work import AuthWork

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


def begin(work: AuthWork, account: Account, proofs: list[str], agent: str) -> str:
    """A new session; its token, which is told only here."""
    token = tokens.fresh()
    work.session.add(
        Session(
            id=ids.new_id(),
            token_digest=tokens.digest(token),
            account_id=account.id,
            proofs=proofs,
            agent=agent,
            started_at=work.now,
            proved_at=work.now,
            last_used_at=work.now,
        )
    )
    return token


def require(work: AuthWork, token: str) -> Live:
    """The session of this token. Raises NotSignedIn."""
    live = find(work, token)
    if live is None:
        raise NotSignedIn()
    return live


def would_hold(work: AuthWork, live: Live, firm: Firm) -> bool:
    """Whether the session would still be good enough with this firm's person in its account."""
    policy = live.policy.and_also(policies.strictest([firm]))
    proved = policy.is_met(live.session.proofs)
    fresh = work.now < live.session.last_used_at + policy.idle
    return proved and fresh and work.now < live.session.started_at + policy.absolute


def resolve(work: AuthWork, call: auth.ResolveSession) -> auth.Session:
    """Who is signed in with this token. Raises NotSignedIn."""
    live = require(work, call.session_token)
    if work.now - live.session.last_used_at >= TOUCHED_EVERY:
        live.session.last_used_at = work.now
    return shown(live)


def shown(live: Live) -> auth.Session:
    return auth.Session(
        session_id=live.session.id,
        account_id=live.account.id,
        address=addresses.shown(live.account.email),
        name=live.account.name or live.persons[0][0].name,
        persons=[
            auth.SessionPerson(person_id=person.id, name=person.name, firm=firms.card(firm))
            for person, firm in live.persons
        ],
        idle_ends_at=live.idle_ends_at,
        ends_at=live.ends_at,
        confirmed=live.account.time_zone is not None,
        time_zone=persons.time_zone(live.account, live.persons[0][0]),
    )


def find(work: AuthWork, token: str) -> Live | None:
    """The session of this token if it holds, in one query; every request pays for this one."""
    rows = work.session.execute(
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
    return live if live.holds(work.now) else None


def end(work: AuthWork, token: str) -> int:
    """A token that opens nothing is left as it is."""
    return _revoke(work, Session.token_digest == tokens.digest(token))


def end_all(work: AuthWork, account_id: uuid.UUID) -> int:
    return _revoke(work, Session.account_id == account_id)


def end_others(work: AuthWork, live: Live) -> int:
    own = Session.id == live.session.id
    return _revoke(work, and_(Session.account_id == live.account.id, ~own))


def end_one(work: AuthWork, live: Live, session_id: uuid.UUID) -> int:
    """One of the account's sessions, as it is told by its id on the account page."""
    return _revoke(work, and_(Session.account_id == live.account.id, Session.id == session_id))


def renew(work: AuthWork, live: Live) -> str:
    """The session goes on under a new token, as after each proof (ASVS 5.0 7.2.4)."""
    token = tokens.fresh()
    live.session.token_digest, live.session.proved_at = tokens.digest(token), work.now
    _announce(work, SessionChanged(session_ids=[live.session.id]))
    return token


def open_ones(work: AuthWork, live: Live) -> list[Session]:
    """The account's sessions that hold, newest use first."""
    found = work.session.scalars(
        select(Session)
        .where(Session.account_id == live.account.id, Session.revoked_at.is_(None))
        .order_by(Session.last_used_at.desc())
    )
    return [one for one in found if Live(one, live.account, live.persons).holds(work.now)]


def announce_change(work: AuthWork, account_id: uuid.UUID) -> None:
    """The account's persons have changed: whoever keeps a copy of its sessions asks anew."""
    still_open = select(Session.id).where(
        Session.account_id == account_id,
        Session.revoked_at.is_(None),
        Session.started_at > work.now - LONGEST,
    )
    if session_ids := list(work.session.scalars(still_open)):
        _announce(work, SessionChanged(session_ids=session_ids))


def announce_policy(work: AuthWork, event: FirmPolicyChanged) -> None:
    """The firm's policy has changed: it holds at the next request, so nobody may go on knowing."""
    is_at_firm = and_(Person.account_id == Session.account_id, Person.firm_id == work.firm_id)
    in_use = (
        select(Session.id)
        .distinct()
        .join(Person, is_at_firm)
        .where(Session.revoked_at.is_(None), Session.last_used_at > work.now - LONGEST_IDLE)
    )
    if session_ids := list(work.session.scalars(in_use)):
        _announce(work, SessionChanged(session_ids=session_ids))


def _revoke(work: AuthWork, which: ColumnElement[bool]) -> int:
    """How many have ended by it."""
    ended = update(Session).where(which, Session.revoked_at.is_(None)).values(revoked_at=work.now)
    if session_ids := list(work.session.scalars(ended.returning(Session.id))):
        _announce(work, SessionRevoked(session_ids=session_ids))
    return len(session_ids)


def _announce(work: AuthWork, event: SessionChanged | SessionRevoked) -> None:
    """Of no firm, whichever firm's event it came of: an account is at several."""
    work.publish(event, topology.REDWELL)
