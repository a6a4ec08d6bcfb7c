"""One-time codes that prove a mailbox: 8 digits, 10 minutes, 5 tries, one browser."""

import datetime
import math
import uuid

from sqlalchemy import Select, select

from contracts import ids
from contracts.errors import CodeExpired, CodeWrong, TooManyTries
from contracts.events.accounts import CodeIssued
from services.auth import accounts, persons, tallies, tokens
from services.auth.models import Attempt, Code
from services.auth.walk import Walk
from services.auth.work import AuthWork

VALID_FOR = datetime.timedelta(minutes=10)  # ASVS 5.0 6.5.5 allows no more
TRIES = 5
RESEND_AFTER = datetime.timedelta(seconds=30)
# Until a code for a typed address is seen to: the call has been answered by then.
APART = datetime.timedelta(milliseconds=100)

# Over all browsers, so that many of them can neither flood a mailbox nor guess side by side:
# 10 codes of 5 tries each an hour are 50 guesses at 100,000,000 codes. A mail scanner that presses
# buttons in several browsers sends one code, not several.
PAUSE = tallies.Limit("code/pause", 1, RESEND_AFTER)
HOURLY = tallies.Limit("code/hourly", 10, tallies.HOUR)
PER_NETWORK = tallies.Limit("code/network", 300, tallies.HOUR)


def send(work: AuthWork, walk: Walk) -> None:
    """Issue a code in place of any earlier one. Raises StepOutOfOrder, TooManyTries."""
    walk.require("mailbox", "code")
    tallies.count(work, PAUSE, _subject(walk))
    tallies.count_network(work, PER_NETWORK, walk.attempt.network)
    tallies.count(work, HOURLY, _subject(walk))
    plain = tokens.fresh_code()
    walk.code = _keep(work, walk, plain)
    if walk.person is None:
        walk.code.sealed = work.keys.secrets.encrypt(plain.encode())
        work.due(Code, work.now + APART)
        return
    _mail(work, walk.email, plain, walk.code, walk.person.firm_id)


def typed(work: AuthWork) -> Select[uuid.UUID, datetime.datetime]:
    """The codes for typed addresses that are still to be sent, or not."""
    waiting = select(Code.id, Code.issued_at).where(Code.sealed.is_not(None))
    return waiting.order_by(Code.issued_at)


def send_typed(work: AuthWork, code_id: uuid.UUID) -> bool:
    """Send a code for a typed address if that is known; False when another process does.

    Only here, by the clock, is it looked up whose it is. The call that typed the address does the
    same work for every address, so that its time tells nothing.
    """
    found = work.session.execute(
        select(Code, Attempt)
        .join(Attempt, Attempt.id == Code.attempt_id)
        .where(Code.id == code_id, Code.sealed.is_not(None))
        .with_for_update(of=Code, skip_locked=True)
    ).one_or_none()
    if found is None:
        return False
    code, attempt = found
    plain = work.keys.secrets.decrypt(code.sealed or b"").decode()
    code.sealed = None
    if mailbox := _mailbox(work, attempt.address):
        email, firm_id = mailbox
        _mail(work, email, plain, code, firm_id)
    return True


def check(work: AuthWork, walk: Walk, entered: str) -> None:
    """The mailbox is proved by the newest code, and with it who was invited there and never came.

    Raises StepOutOfOrder, CodeExpired, CodeWrong, TooManyTries.
    """
    walk.require("code")
    code = walk.code
    assert code is not None
    if code.expires_at <= work.now:
        raise CodeExpired()
    if code.tries >= TRIES:
        raise TooManyTries(
            "That was tried too often. Ask for a new code.",
            retry_after=_seconds(code.resend_at - work.now),
        )
    code.tries += 1
    if not tokens.same(code.digest, tokens.code_digest(walk.token, entered)):
        raise CodeWrong(tries_left=TRIES - code.tries)
    if walk.person is None and _mailbox(work, walk.attempt.address) is None:
        raise CodeWrong(tries_left=TRIES - code.tries)  # guessed: it was never sent
    walk.attempt.mailbox_proved_at = work.now
    if walk.person is None and (newcomer := persons.newcomer(work, walk.attempt.address)):
        walk.attempt.person_id = newcomer.id  # from here on as if by the link in their e-mail
    work.session.delete(code)
    walk.code = None
    for limit in (PAUSE, HOURLY):
        tallies.forget(work, limit, _subject(walk))


def _keep(work: AuthWork, walk: Walk, plain: str) -> Code:
    code = Code(
        id=ids.new_id(),
        attempt_id=walk.attempt.id,
        digest=tokens.code_digest(walk.token, plain),
        issued_at=work.now,
        resend_at=work.now + RESEND_AFTER,
        expires_at=work.now + VALID_FOR,
        tries=0,
    )
    work.session.add(code)
    return code


def _mailbox(work: AuthWork, address: str) -> tuple[str, str] | None:
    """Where a code for a typed address goes, and by which firm; None where it is nobody's.

    The e-mail names a firm that they know, so that they can tell it is real.
    """
    if account := accounts.known(work, address):
        return account.email, persons.of_account(work, account.id)[0].firm_id
    if newcomer := persons.newcomer(work, address):
        return newcomer.email, newcomer.firm_id
    return None


def _mail(work: AuthWork, email: str, plain: str, code: Code, firm_id: str) -> None:
    issued = CodeIssued(address=email, code=plain, expires_at=code.expires_at)
    work.publish(issued, firm_id)


def _subject(walk: Walk) -> str:
    """Who only knows an address can't use up the codes of its owner, who has the link."""
    return f"{'link' if walk.person else 'typed'}/{walk.attempt.address}"


def _seconds(left: datetime.timedelta) -> int:
    return max(0, math.ceil(left.total_seconds()))
