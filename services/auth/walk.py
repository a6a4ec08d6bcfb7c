"""A sign-in as a walk through steps, each of which the server itself asks for.

mailbox → code → totp_setup → recovery_codes → done the first time; afterwards
mailbox → code → totp → done. The step follows from what is proved and stored; no client names it.
"""

import dataclasses

import msgspec
from sqlalchemy import select

from contracts.calls.auth import SignIn, Step
from contracts.errors import AttemptEnded, StepOutOfOrder
from contracts.links import Target
from services.auth import accounts, firms, persons, recovery, tokens
from services.auth.context import Context
from services.auth.models import Account, Attempt, Authenticator, Code, Firm, Person


@dataclasses.dataclass
class Walk:
    """One sign-in under way: the attempt and all that its next step depends on."""

    token: str
    attempt: Attempt
    person: Person
    firm: Firm
    account: Account | None
    authenticator: Authenticator | None
    code: Code | None

    @property
    def step(self) -> Step:
        if self.attempt.mailbox_proved_at is None:
            return "mailbox" if self.code is None else "code"
        if self.attempt.factor_proved_at is None:
            return "totp_setup" if self.authenticator is None else "totp"
        if self.account is not None and self.account.codes_sealed is not None:
            return "recovery_codes"
        return "done"

    def require(self, *steps: Step) -> None:
        """Raises StepOutOfOrder unless the sign-in stands at one of `steps`."""
        if self.step not in steps:
            raise StepOutOfOrder(step=self.step)


def resume(ctx: Context, token: str) -> Walk:
    """The sign-in of the browser that holds this token, locked. Raises AttemptEnded.

    Whoever calls at the same moment waits here, so a step is taken once and each try is counted.
    Always locked in this order: attempt, person, account.
    """
    attempt = ctx.db.scalar(
        select(Attempt).where(Attempt.token_digest == tokens.digest(token)).with_for_update()
    )
    if attempt is None or attempt.ends_at <= ctx.now:
        raise AttemptEnded()
    person = persons.locked(ctx, attempt.person_id) if attempt.person_id else None
    if person is None or not _still_means(attempt, person):
        raise AttemptEnded()
    return _gather(ctx, token, attempt, person)


def describe(ctx: Context, walk: Walk) -> SignIn:
    """Where the sign-in stands, for the browser. It says no name before the mailbox is proved."""
    proved = walk.attempt.mailbox_proved_at is not None
    showing = walk.step == "recovery_codes" and walk.account is not None
    return SignIn(
        step=walk.step,
        firm=firms.card(walk.firm),
        name=walk.person.name if proved else "",
        masked_address=masked(walk.person.email),
        first_time=walk.authenticator is None or walk.person.activated_at is None,
        target=msgspec.convert(walk.attempt.target, Target),
        resend_at=walk.code.resend_at if walk.code and not proved else None,
        recovery_codes=recovery.shown(ctx, walk.account) if showing and walk.account else [],
    )


def masked(address: str) -> str:
    """Enough for the owner to recognize, too little for anyone else to write to."""
    local, _, domain = address.partition("@")
    return f"{local[0]}•••@{domain}"


def _still_means(attempt: Attempt, person: Person) -> bool:
    """Whether nothing has happened since that makes the attempt's link void."""
    void_before = person.links_void_before
    return (
        person.invited
        and person.address == attempt.address
        and (void_before is None or attempt.started_at >= void_before)
    )


def _gather(ctx: Context, token: str, attempt: Attempt, person: Person) -> Walk:
    account = accounts.of_address(ctx, attempt.address)
    return Walk(
        token=token,
        attempt=attempt,
        person=person,
        firm=ctx.db.get_one(Firm, person.firm_id),
        account=account,
        authenticator=ctx.db.get(Authenticator, account.id) if account else None,
        code=ctx.db.scalar(
            select(Code)
            .where(Code.attempt_id == attempt.id)
            .order_by(Code.issued_at.desc(), Code.id.desc())
            .limit(1)
        ),
    )
