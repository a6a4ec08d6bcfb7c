"""The audit trail: each event of a sign-in is recorded, and told to the firms it concerns.

Every firm hears only about its own person; none learns that there is another firm.
"""

import uuid
from typing import Any

from sqlalchemy import select

from contracts import ids
from contracts.events import persons
from contracts.events.accounts import (
    AccountFactorChanged,
    AccountNotice,
    AccountSignedIn,
    AccountSignedOut,
    AccountSignInFailed,
    EndedBy,
    Notice,
)
from services.auth.context import Context
from services.auth.models import Account, Attempt, Person, Record


def signed_in(ctx: Context, attempt: Attempt, account: Account, proofs: list[str]) -> None:
    record(ctx, "signed_in", account.address, account.id, attempt=attempt, proofs=proofs)
    for person in persons_of(ctx, account.id):
        told = AccountSignedIn(
            person=as_both_know(person), at=ctx.now, agent=attempt.agent, proofs=proofs
        )
        ctx.publish(told, person.firm_id)


def failed(ctx: Context, attempt: Attempt, person: Person | None, factor: str) -> None:
    """A wrong try. After a typed address only the record has it: asking whose the address is would
    take longer for a known one."""
    record(ctx, "sign_in_failed", attempt.address, None, attempt=attempt, factor=factor)
    if person is not None:
        told = AccountSignInFailed(
            person=as_both_know(person), at=ctx.now, agent=attempt.agent, factor=factor
        )
        ctx.publish(told, person.firm_id)


def signed_out(ctx: Context, account: Account, by: EndedBy, sessions: int) -> None:
    if not sessions:
        return
    record(ctx, "signed_out", account.address, account.id, by=by, sessions=sessions)
    for person in persons_of(ctx, account.id):
        told = AccountSignedOut(person=as_both_know(person), at=ctx.now, by=by, sessions=sessions)
        ctx.publish(told, person.firm_id)


def factor_changed(ctx: Context, account: Account, change: str, agent: str = "") -> None:
    record(ctx, "factor_changed", account.address, account.id, agent=agent, change=change)
    for person in persons_of(ctx, account.id):
        told = AccountFactorChanged(
            person=as_both_know(person), at=ctx.now, agent=agent, change=change
        )
        ctx.publish(told, person.firm_id)


def notify(ctx: Context, account: Account, notice: Notice, agent: str = "") -> None:
    """Tell the owner of the mailbox, in case it was not they; in the name of a firm they know."""
    told = AccountNotice(address=account.email, notice=notice, at=ctx.now, agent=agent)
    for person in persons_of(ctx, account.id)[:1]:
        ctx.publish(told, person.firm_id)


def record(
    ctx: Context,
    what: str,
    address: str,
    account_id: uuid.UUID | None = None,
    *,
    attempt: Attempt | None = None,
    agent: str = "",
    **details: Any,
) -> None:
    """Write down what happened; nothing secret may be among `details`."""
    ctx.db.add(
        Record(
            id=ids.new_id(),
            at=ctx.now,
            what=what,
            account_id=account_id,
            person_id=attempt.person_id if attempt else None,
            address=address,
            agent=attempt.agent if attempt else agent,
            network=attempt.network if attempt else "",
            details=details,
        )
    )


def persons_of(ctx: Context, account_id: uuid.UUID) -> list[Person]:
    return list(
        ctx.db.scalars(
            select(Person)
            .where(Person.account_id == account_id, Person.invited)
            .order_by(Person.id)
        )
    )


def as_both_know(person: Person) -> persons.Person:
    return persons.Person(person_id=person.id, contact_ref=person.contact_ref, name=person.name)
