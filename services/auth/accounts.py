"""Accounts: one for each e-mail address, and the persons that have proved to be its owner."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from contracts import ids, links
from contracts.events import portal
from services.auth import sessions
from services.auth.context import Context
from services.auth.models import Account, Person


def of_address(ctx: Context, address: str) -> Account | None:
    """The account of a normalized address, locked: factors and limits change one at a time."""
    return ctx.db.scalar(
        select(Account).where(Account.address == address).with_for_update(),
        execution_options={"populate_existing": True},
    )


def open_for(ctx: Context, address: str, email: str) -> Account:
    """The account of the address, made when there is none; locked."""
    ctx.db.execute(
        insert(Account)
        .values(id=ids.new_id(), address=address, email=email, created_at=ctx.now)
        .on_conflict_do_nothing(index_elements=[Account.address])
    )
    account = of_address(ctx, address)
    assert account is not None
    return account


def join(ctx: Context, person: Person, account: Account) -> None:
    """The person proved the invitation: it appears in the account. The firm hears it once."""
    if person.account_id != account.id:
        person.account_id = account.id
        sessions.changed(ctx, account.id)
    if person.activated_at is not None:
        return
    person.activated_at = ctx.now
    ctx.publish(
        portal.AccountActivated(person=as_both_know(person), activated_at=ctx.now), person.firm_id
    )


def part(ctx: Context, person: Person) -> None:
    """The person leaves its account; with the last one go the sessions."""
    if person.account_id is None:
        return
    if _others(ctx, person):
        sessions.changed(ctx, person.account_id)
    else:
        sessions.end_all(ctx, person.account_id)
    person.account_id = None


def change_address(ctx: Context, person: Person, email: str) -> None:
    """The firm knows the person under another address from now on.

    Older links are void by their digest. All sessions end, and the new mailbox must be proved. The
    second factor stays asked for: an account that is only this person's moves to the new address
    with its factors, so that a firm talked into a wrong address does not open the door alone.
    """
    old, person.email, person.address = person.address, email, links.normalize(email)
    if person.account_id is None or person.address == old:
        return
    sessions.end_all(ctx, person.account_id)
    if _others(ctx, person) or of_address(ctx, person.address):
        person.account_id = None
        return
    account = ctx.db.get_one(Account, person.account_id, with_for_update=True)
    account.address, account.email = person.address, email


def as_both_know(person: Person) -> portal.Person:
    return portal.Person(person_id=person.id, contact_ref=person.contact_ref, name=person.name)


def _others(ctx: Context, person: Person) -> bool:
    return bool(
        ctx.db.scalar(
            select(Person.id)
            .where(Person.account_id == person.account_id, Person.id != person.id)
            .limit(1)
        )
    )
