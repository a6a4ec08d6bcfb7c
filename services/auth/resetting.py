"""Lost everything: the firm has made sure who asks, and the set-up starts anew."""

import datetime

from sqlalchemy import delete, select

from contracts.events.accounts import AccountNotice
from contracts.events.contacts import ContactFactorsReset
from services.auth import accounts, devices, persons, sessions, trail
from services.auth.context import Context
from services.auth.models import Account, Authenticator, Passkey, Person, RecoveryCode


def reset(ctx: Context, firm_id: str, event: ContactFactorsReset, at: datetime.datetime) -> None:
    """All factors, devices and sessions of the person's account end; so does what was begun.

    The other firms' persons leave the account until their own firm confirms them: whoever talks
    one firm into a reset, and reads the mailbox, must not reach another firm's matters.
    """
    person = persons.present(ctx, firm_id, event.contact_id)
    persons.confirm(person, at)
    person.links_void_before = ctx.now
    if person.account_id is None:
        return
    others = _others(ctx, person)
    account = accounts.locked(ctx, person.account_id)
    trail.signed_out(ctx, account, "firm", sessions.end_all(ctx, account.id))
    trail.factor_changed(ctx, account, "factors_reset")
    told = AccountNotice(address=account.email, notice="factors_reset", at=ctx.now)
    ctx.publish(told, firm_id)
    for other in others:
        other.account_id, other.held_at = None, ctx.now
    _forget_factors(ctx, account)


def _others(ctx: Context, person: Person) -> list[Person]:
    """Locked by id before the account is, as everywhere."""
    return list(
        ctx.db.scalars(
            select(Person)
            .where(Person.account_id == person.account_id, Person.id != person.id)
            .order_by(Person.id)
            .with_for_update()
        )
    )


def _forget_factors(ctx: Context, account: Account) -> None:
    for factor in (Authenticator, Passkey, RecoveryCode):
        ctx.db.execute(delete(factor).where(factor.account_id == account.id))
    devices.forget_all(ctx, account.id)
    account.codes_sealed, account.mailbox_alone = None, False
    account.reset_at = ctx.now
