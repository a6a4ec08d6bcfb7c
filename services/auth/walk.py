"""A sign-in as a walk through steps, each of which the server itself asks for.

mailbox → code → totp_setup → recovery_codes → done the first time; afterwards
mailbox → code → totp → done. A remembered device stands for the first two, a passkey that verified
its user for all. The step follows from what is proved and stored; no client names it.
"""

import dataclasses

from sqlalchemy import select

from contracts.calls.auth import Step
from contracts.errors import AttemptEnded, StepOutOfOrder
from services.auth import accounts, devices, persons, policies, tokens
from services.auth.models import (
    Account,
    Attempt,
    Authenticator,
    Code,
    Device,
    Firm,
    Passkey,
    Person,
)
from services.auth.policies import Policy
from services.auth.work import AuthWork


@dataclasses.dataclass
class Walk:
    """One sign-in under way: the attempt and all that its next step depends on.

    `person` is None after a typed address; then nothing else is looked up either until something
    is proved, so that a known address takes as long as an unknown one. `firms`: that of the link
    first, then those that the account has.
    """

    token: str
    attempt: Attempt
    person: Person | None
    code: Code | None
    firms: list[Firm] = dataclasses.field(default_factory=list)
    account: Account | None = None
    authenticator: Authenticator | None = None
    passkeys: list[Passkey] = dataclasses.field(default_factory=list)
    device: Device | None = None

    @property
    def step(self) -> Step:
        if not self.first_proved:
            return "mailbox" if self.code is None else "code"
        if not self.policy.is_met(self.proofs):
            return "totp" if self.has_factor else "totp_setup"
        if self.account is not None and self.account.codes_sealed is not None:
            return "recovery_codes"
        return "done"

    @property
    def first_proved(self) -> bool:
        return bool(
            self.attempt.mailbox_proved_at
            or self.device
            or self.attempt.factor == "passkey_verified"
        )

    @property
    def proofs(self) -> list[str]:
        """What has been proved so far; the mailbox alone is no proof where more was set up."""
        first = ["mailbox"] if self.attempt.mailbox_proved_at else ["device"] if self.device else []
        if self.attempt.factor:
            return [*first, self.attempt.factor]
        return first if self.is_mailbox_alone else []

    @property
    def has_factor(self) -> bool:
        return self.authenticator is not None or bool(self.passkeys)

    @property
    def is_mailbox_alone(self) -> bool:
        """The person chose to set up nothing else."""
        return self.account is not None and self.account.mailbox_alone and not self.has_factor

    @property
    def is_set_up(self) -> bool:
        """Nothing is left to set up, as the policy stands."""
        return self.has_factor or (self.is_mailbox_alone and self.policy.is_met(["mailbox"]))

    @property
    def policy(self) -> Policy:
        return policies.strictest(self.firms)

    @property
    def email(self) -> str:
        """Where codes go: what the firm wrote, never what somebody typed."""
        if self.person is not None:
            return self.person.email
        return self.account.email if self.account else self.attempt.address

    @property
    def subject(self) -> str:
        """Whose tries are counted together. The owner's own device is not held up by others."""
        return f"device/{self.device.id}" if self.device else self.attempt.address

    def require(self, *steps: Step) -> None:
        """Raises StepOutOfOrder unless the sign-in stands at one of `steps`."""
        if self.step not in steps:
            raise StepOutOfOrder(step=self.step)


def resume(work: AuthWork, token: str) -> Walk:
    """The sign-in of the browser that holds this token, locked. Raises AttemptEnded.

    Whoever calls at the same moment waits here, so a step is taken once and each try is counted.
    """
    attempt = work.session.scalar(
        select(Attempt).where(Attempt.token_digest == tokens.digest(token)).with_for_update()
    )
    if attempt is None or attempt.ends_at <= work.now:
        raise AttemptEnded()
    person = persons.locked(work, attempt.person_id) if attempt.person_id else None
    walk = Walk(token, attempt, person, _newest_code(work, attempt))
    if person is not None or attempt.mailbox_proved_at or attempt.device_id or attempt.factor:
        _gather(work, walk)
    return walk


def _gather(work: AuthWork, walk: Walk) -> None:
    """Look up the account and its factors. Raises AttemptEnded when the ground has moved."""
    account = accounts.of_address(work, walk.attempt.address)
    if not _still_means(walk, account):
        raise AttemptEnded()
    own = work.session.get_one(Firm, walk.person.firm_id) if walk.person else None
    walk.firms = [own] if own else []
    walk.account = account
    if account is None:
        return
    walk.firms += [firm for firm in _firms_of(work, account) if firm is not own]
    walk.authenticator = work.session.get(Authenticator, account.id)
    walk.passkeys = list(
        work.session.scalars(select(Passkey).where(Passkey.account_id == account.id))
    )
    if walk.has_factor:
        walk.device = devices.still(work, walk.attempt.device_id, walk.policy)


def _still_means(walk: Walk, account: Account | None) -> bool:
    """Whether nothing has happened since that makes what was begun void."""
    began, person = walk.attempt.started_at, walk.person
    if account is not None and account.reset_at is not None and began < account.reset_at:
        return False
    if person is None:
        return account is not None
    void_before = person.links_void_before
    return (
        person.invited
        and person.held_at is None
        and person.address == walk.attempt.address
        and (void_before is None or began >= void_before)
    )


def _firms_of(work: AuthWork, account: Account) -> list[Firm]:
    its = select(Person.firm_id).where(Person.account_id == account.id, Person.invited)
    return list(
        work.session.scalars(
            select(Firm).where(Firm.id.in_(its.scalar_subquery())).order_by(Firm.name, Firm.id)
        )
    )


def _newest_code(work: AuthWork, attempt: Attempt) -> Code | None:
    return work.session.scalar(
        select(Code)
        .where(Code.attempt_id == attempt.id)
        .order_by(Code.issued_at.desc(), Code.id.desc())
        .limit(1)
    )
