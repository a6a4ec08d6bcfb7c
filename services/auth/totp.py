"""Authenticator apps: time-based one-time passwords (RFC 6238, six digits, 30 seconds)."""

import datetime

import pyotp
import segno

from contracts.addresses import shown
from contracts.calls.auth import TotpSetup
from contracts.errors import ClockWrong, CodeWrong, StepOutOfOrder
from services.auth import accounts, recovery, tallies, tokens
from services.auth.models import Account, Authenticator
from services.auth.walk import Walk
from services.auth.work import AuthWork

# RFC 6238, 5.2: clocks of phones drift; one step to each side and no more.
DRIFT = 1
STEP = datetime.timedelta(seconds=30)

# A code of up to ten minutes before or after tells of a wrong clock. It is worth nothing from then
# on: else who guesses could keep it until its minute comes.
FAR = 20
SPENT = tallies.Limit("totp/spent", 1, 2 * FAR * STEP)

# Three codes of a million are right at a time. Only who proved the mailbox gets to try.
SOON = tallies.Limit("factor/soon", 5, 10 * tallies.MINUTE)
DAILY = tallies.Limit("factor/daily", 40, 24 * tallies.HOUR)


def begin(work: AuthWork, walk: Walk) -> TotpSetup:
    """A secret, kept with this attempt until a code proves that the app has it.

    Asked for again it is the same: a phone often loads the page anew when its owner comes back from
    the authenticator app, which by then holds this secret.
    """
    walk.require("totp_setup")
    if walk.attempt.totp_pending is None:
        walk.attempt.totp_pending = fresh_secret(work)
    issuer = walk.firms[0].name if walk.firms else "Redwell"
    return reveal(work, walk.attempt.totp_pending, walk.email, issuer)


def confirm(work: AuthWork, walk: Walk, entered: str) -> None:
    """The app shows the right code: it is the account's second factor from now on."""
    walk.require("totp_setup")
    if walk.attempt.totp_pending is None:
        raise StepOutOfOrder("Set up the authenticator first.", step=walk.step)
    count_try(work, walk.subject)
    used = matching_step(work, walk.attempt.totp_pending, entered)
    walk.account = accounts.open_for(work, walk.attempt.address, walk.email)
    if work.session.get(Authenticator, walk.account.id) is not None:
        raise StepOutOfOrder(step="totp")  # set up in another browser in between
    walk.authenticator = keep(work, walk.account, walk.attempt.totp_pending, used)
    walk.attempt.totp_pending = None
    forget_tries(work, walk.subject)
    recovery.make(work, walk.account)
    walk.attempt.factor = "totp"


def check(work: AuthWork, walk: Walk, entered: str) -> None:
    """The second factor of a returning person. Raises CodeWrong, TooManyTries."""
    walk.require("totp")
    if walk.authenticator is None:
        raise StepOutOfOrder("No authenticator was set up.", step=walk.step)
    use(work, walk.authenticator, entered, walk.subject)
    walk.attempt.factor = "totp"


def use(work: AuthWork, authenticator: Authenticator, entered: str, subject: str) -> None:
    """A code that was used, or is older than one that was, is wrong too.

    The tries of `subject` are counted together. Raises CodeWrong, ClockWrong, TooManyTries.
    """
    count_try(work, subject)
    used = matching_step(work, authenticator.secret, entered)
    if used <= authenticator.last_step or _is_spent(work, authenticator, used):
        raise CodeWrong("That code was used already. Wait for the next one.")
    authenticator.last_step = used
    forget_tries(work, subject)


def count_try(work: AuthWork, subject: str) -> None:
    """Raises TooManyTries."""
    tallies.count(work, SOON, subject)
    tallies.count(work, DAILY, subject)


def forget_tries(work: AuthWork, subject: str) -> None:
    tallies.forget(work, SOON, subject)
    tallies.forget(work, DAILY, subject)


def keep(work: AuthWork, account: Account, sealed: bytes, used: int) -> Authenticator:
    """The account's authenticator from now on, in place of any other."""
    authenticator = Authenticator(
        account_id=account.id, secret=sealed, last_step=used, added_at=work.now
    )
    return work.session.merge(authenticator)


def matching_step(work: AuthWork, sealed: bytes, entered: str) -> int:
    """The time step whose code was entered; pyotp compares in constant time.

    Raises CodeWrong, or ClockWrong for the code of another minute.
    """
    app = pyotp.TOTP(work.keys.secrets.decrypt(sealed).decode())
    try:
        return app.verify_and_get_timecode(entered, for_time=work.now, valid_window=DRIFT)
    except pyotp.OTPVerificationError as error:
        raise _refusal(work, app, entered) from error


def fresh_secret(work: AuthWork) -> bytes:
    """160 random bits, encrypted."""
    return work.keys.secrets.encrypt(pyotp.random_base32().encode())


def reveal(work: AuthWork, sealed: bytes, email: str, issuer: str) -> TotpSetup:
    """What an authenticator app needs, until it has proved that it has it."""
    secret = work.keys.secrets.decrypt(sealed).decode()
    uri = pyotp.TOTP(secret).provisioning_uri(name=shown(email), issuer_name=issuer)
    qr = segno.make(uri, error="m", micro=False)
    return TotpSetup(secret=secret, uri=uri, qr=qr.svg_data_uri(omitsize=True, border=2))


def _refusal(work: AuthWork, app: pyotp.TOTP, entered: str) -> CodeWrong:
    """Simply wrong, or right at another minute, which is as bad and says why."""
    now = app.timecode(work.now)
    for step in range(now - FAR, now + FAR + 1):
        if tokens.same(app.generate_otp(step).encode(), entered.encode()):
            tallies.allows(work, SPENT, f"{app.secret}/{step}")
            return ClockWrong.by((step - now) * STEP)
    return CodeWrong()


def _is_spent(work: AuthWork, authenticator: Authenticator, step: int) -> bool:
    secret = work.keys.secrets.decrypt(authenticator.secret).decode()
    return tallies.has_tried(work, SPENT, f"{secret}/{step}")
