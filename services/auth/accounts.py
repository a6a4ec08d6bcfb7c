"""Accounts: one for each e-mail address, and the persons that have proved to be its owner.

Locks are always taken in this order: attempt, persons by id, account.
"""

import uuid

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert

from contracts import ids
from contracts.addresses import normalize
from contracts.events.accounts import AccountActivated, AccountNotice
from services.auth import devices, persons, sessions, trail
from services.auth.models import Account, Person
from services.auth.work import AuthWork


def of_address(work: AuthWork, address: str) -> Account | None:
    """The account of a normalized address, locked: factors and limits change one at a time."""
    return work.session.scalar(
        select(Account).where(Account.address == address).with_for_update(),
        execution_options={"populate_existing": True},
    )


def known(work: AuthWork, address: str) -> Account | None:
    """The account that somebody may sign in to by this address."""
    somebody = exists().where(Person.account_id == Account.id, Person.invited)
    return work.session.scalar(select(Account).where(Account.address == address, somebody))


def open_for(work: AuthWork, address: str, email: str) -> Account:
    """The account of the address, made when there is none; locked."""
    work.session.execute(
        insert(Account)
        .values(id=ids.new_id(), address=address, email=email, created_at=work.now)
        .on_conflict_do_nothing(index_elements=[Account.address])
    )
    account = of_address(work, address)
    assert account is not None
    return account


def join(work: AuthWork, person: Person, account: Account) -> None:
    """The person proved the invitation: it appears in the account. The firm hears it once."""
    if person.account_id != account.id:
        person.account_id = account.id
        sessions.announce_change(work, account.id)
    if person.activated_at is not None:
        return
    person.activated_at = work.now
    activated = AccountActivated(person=persons.as_both_know(person), activated_at=work.now)
    work.publish(activated, person.firm_id)


def leave(work: AuthWork, person: Person) -> None:
    """The person leaves its account; with the last one go the sessions and devices."""
    if person.account_id is None:
        return
    account = locked(work, person.account_id)
    if len(persons.of_account(work, account.id)) > 1:
        sessions.announce_change(work, account.id)
    else:
        trail.signed_out(work, account, "firm", sessions.end_all(work, account.id))
        devices.forget_all(work, account.id)
    person.account_id = None


def change_address(work: AuthWork, person: Person, email: str) -> None:
    """The firm knows the person under another address from now on; both addresses hear of it.

    Older links are void by their digest. All sessions end, and the new mailbox must be proved. The
    second factor stays asked for: an account that is only this person's moves to the new address
    with its factors, so that a firm talked into a wrong address does not open the door alone.
    """
    before, person.email = person.email, email
    old, person.address = person.address, normalize(email)
    if person.account_id is None or person.address == old:
        return
    account = locked(work, person.account_id)
    for each in (before, email):
        told = AccountNotice(
            address=each,
            notice="address_changed",
            at=work.now,
            time_zone=persons.time_zone(account, person),
        )
        work.publish(told, person.firm_id)
    trail.signed_out(work, account, "address", sessions.end_all(work, account.id))
    devices.forget_all(work, account.id)
    trail.write_down(work, "address_changed", old, account.id)
    if len(persons.of_account(work, account.id)) > 1 or of_address(work, person.address):
        person.account_id = None
        return
    account.address, account.email, account.reset_at = person.address, email, work.now


def locked(work: AuthWork, account_id: uuid.UUID) -> Account:
    return work.session.get_one(Account, account_id, with_for_update=True, populate_existing=True)
