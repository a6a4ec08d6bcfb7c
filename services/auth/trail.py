"""The audit trail: each event of a sign-in is recorded, and told to the firms it concerns.

Every firm hears only about its own person; none learns that there is another firm.
"""

import uuid
from typing import Any

from contracts import ids
from contracts.events.accounts import (
    AccountEvent,
    AccountFactorChanged,
    AccountNotice,
    AccountSignedIn,
    AccountSignedOut,
    AccountSignInFailed,
    EndedBy,
    Notice,
)
from services.auth import persons
from services.auth.models import Account, Attempt, Person, Record
from services.auth.work import AuthWork


def signed_in(work: AuthWork, attempt: Attempt, account: Account, proofs: list[str]) -> None:
    write_down(work, "signed_in", account.address, account.id, attempt=attempt, proofs=proofs)
    people = persons.of_account(work, account.id)
    _tell_firms(work, people, AccountSignedIn, agent=attempt.agent, proofs=proofs)


def failed(work: AuthWork, attempt: Attempt, person: Person | None, factor: str) -> None:
    """A wrong try. After a typed address only the record has it: asking whose the address is would
    take longer for a known one."""
    write_down(work, "sign_in_failed", attempt.address, None, attempt=attempt, factor=factor)
    if person is not None:
        _tell_firms(work, [person], AccountSignInFailed, agent=attempt.agent, factor=factor)


def signed_out(work: AuthWork, account: Account, by: EndedBy, sessions: int) -> None:
    if not sessions:
        return
    write_down(work, "signed_out", account.address, account.id, by=by, sessions=sessions)
    people = persons.of_account(work, account.id)
    _tell_firms(work, people, AccountSignedOut, by=by, sessions=sessions)


def factor_changed(work: AuthWork, account: Account, change: str, agent: str = "") -> None:
    write_down(work, "factor_changed", account.address, account.id, agent=agent, change=change)
    people = persons.of_account(work, account.id)
    _tell_firms(work, people, AccountFactorChanged, agent=agent, change=change)


def notify(work: AuthWork, account: Account, notice: Notice, agent: str = "") -> None:
    """Tell the owner of the mailbox, in case it was not they; in the name of a firm they know."""
    for person in persons.of_account(work, account.id)[:1]:
        told = AccountNotice(
            address=account.email,
            notice=notice,
            at=work.now,
            agent=agent,
            time_zone=persons.time_zone(account, person),
        )
        work.publish(told, person.firm_id)


def write_down(
    work: AuthWork,
    what: str,
    address: str,
    account_id: uuid.UUID | None = None,
    *,
    attempt: Attempt | None = None,
    agent: str = "",
    **details: Any,
) -> None:
    """Write down what happened; nothing secret may be among `details`."""
    work.session.add(
        Record(
            id=ids.new_id(),
            at=work.now,
            what=what,
            account_id=account_id,
            person_id=attempt.person_id if attempt else None,
            address=address,
            agent=attempt.agent if attempt else agent,
            network=attempt.network if attempt else "",
            details=details,
        )
    )


def _tell_firms(
    work: AuthWork, people: list[Person], kind: type[AccountEvent], **what: Any
) -> None:
    for person in people:
        told = kind(person=persons.as_both_know(person), at=work.now, **what)
        work.publish(told, person.firm_id)
