"""Lost everything: the firm has made sure who asks, and the set-up starts anew."""

from sqlalchemy import delete, select

from contracts.events.accounts import AccountNotice
from contracts.events.contacts import ContactFactorsReset
from services.auth import accounts, devices, persons, sessions, trail
from services.auth.models import Account, Authenticator, Passkey, Person, RecoveryCode
from services.auth.work import AuthWork


def reset(work: AuthWork, event: ContactFactorsReset) -> None:
    """All factors, devices and sessions of the person's account end; so does what was begun.

    The other firms' persons leave the account until their own firm confirms them: whoever talks
    one firm into a reset, and reads the mailbox, must not reach another firm's matters.
    """
    person = persons.of_contact(work, event.contact_id)
    persons.confirm(work, person)
    person.links_void_before = work.now
    if person.account_id is None:
        return
    others = _others(work, person)
    account = accounts.locked(work, person.account_id)
    trail.signed_out(work, account, "firm", sessions.end_all(work, account.id))
    trail.factor_changed(work, account, "factors_reset")
    told = AccountNotice(
        address=account.email,
        notice="factors_reset",
        at=work.now,
        time_zone=persons.time_zone(account, person),
    )
    work.publish(told)
    for other in others:
        other.account_id, other.held_at = None, work.now
    _forget_factors(work, account)


def _others(work: AuthWork, person: Person) -> list[Person]:
    """Locked by id before the account is, as everywhere."""
    return list(
        work.session.scalars(
            select(Person)
            .where(Person.account_id == person.account_id, Person.id != person.id)
            .order_by(Person.id)
            .with_for_update()
        )
    )


def _forget_factors(work: AuthWork, account: Account) -> None:
    for factor in (Authenticator, Passkey, RecoveryCode):
        work.session.execute(delete(factor).where(factor.account_id == account.id))
    devices.forget_all(work, account.id)
    account.codes_sealed, account.mailbox_alone = None, False
    account.reset_at = work.now
