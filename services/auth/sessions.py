"""Sessions: opaque tokens, stored hashed, with an idle and an absolute limit, revocable."""

import dataclasses
import datetime
import uuid

from sqlalchemy import ColumnElement, and_, select, update

from contracts import ids
from contracts.calls import auth as calls
from contracts.errors import NotSignedIn
from contracts.events.internal import SessionChanged, SessionRevoked
from services.auth import firms, tokens
from services.auth.context import Context
from services.auth.models import Account, Firm, Person, Session

# NIST SP 800-63B-4, 2.2.3 (AAL2): at most an hour idle and a day in all.
IDLE = datetime.timedelta(hours=1)
ABSOLUTE = datetime.timedelta(hours=24)
TOUCHED_EVERY = datetime.timedelta(minutes=1)


@dataclasses.dataclass(frozen=True)
class Live:
    """A session that holds at this moment, with all that it opens."""

    session: Session
    account: Account
    persons: list[tuple[Person, Firm]]

    @property
    def ends_at(self) -> datetime.datetime:
        return self.session.started_at + ABSOLUTE

    @property
    def idle_ends_at(self) -> datetime.datetime:
        return min(self.session.last_used_at + IDLE, self.ends_at)


def begin(
    ctx: Context, account: Account, proofs: list[str], agent: str
) -> tuple[str, datetime.datetime]:
    """A new session; its token, which is told only here, and when it ends at the latest."""
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
    return token, ctx.now + ABSOLUTE


def resolve(ctx: Context, token: str) -> calls.Session:
    """Who is signed in with this token. Raises NotSignedIn."""
    live = find(ctx, token)
    if live is None:
        raise NotSignedIn()
    if ctx.now - live.session.last_used_at >= TOUCHED_EVERY:
        live.session.last_used_at = ctx.now
    return calls.Session(
        session_id=live.session.id,
        account_id=live.account.id,
        address=live.account.email,
        persons=[
            calls.SessionPerson(person_id=person.id, name=person.name, firm=firms.card(firm))
            for person, firm in live.persons
        ],
        idle_ends_at=live.idle_ends_at,
        ends_at=live.ends_at,
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
    return live if live.idle_ends_at > ctx.now else None


def end(ctx: Context, token: str) -> None:
    """Sign out; a token that opens nothing is left as it is."""
    _revoke(ctx, Session.token_digest == tokens.digest(token))


def end_all(ctx: Context, account_id: uuid.UUID) -> None:
    _revoke(ctx, Session.account_id == account_id)


def changed(ctx: Context, account_id: uuid.UUID) -> None:
    """The account's persons have changed: whoever keeps a copy of its sessions asks anew."""
    still_open = select(Session.id).where(
        Session.account_id == account_id,
        Session.revoked_at.is_(None),
        Session.started_at > ctx.now - ABSOLUTE,
    )
    if session_ids := list(ctx.db.scalars(still_open)):
        ctx.publish(SessionChanged(session_ids=session_ids))


def _revoke(ctx: Context, which: ColumnElement[bool]) -> None:
    ended = update(Session).where(which, Session.revoked_at.is_(None)).values(revoked_at=ctx.now)
    if session_ids := list(ctx.db.scalars(ended.returning(Session.id))):
        ctx.publish(SessionRevoked(session_ids=session_ids))
