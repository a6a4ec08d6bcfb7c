"""Authenticator apps: time-based one-time passwords (RFC 6238, six digits, 30 seconds)."""

import pyotp
import segno

from contracts.calls.auth import TotpSetup
from contracts.errors import CodeWrong, StepOutOfOrder
from services.auth import accounts, recovery, tallies
from services.auth.context import Context
from services.auth.models import Account, Authenticator
from services.auth.walk import Walk

# RFC 6238, 5.2: clocks of phones drift; one step to each side and no more.
DRIFT = 1

# Three codes of a million are right at a time. Only who proved the mailbox gets to try.
SOON = tallies.Limit("factor/soon", 5, 10 * tallies.MINUTE)
DAILY = tallies.Limit("factor/daily", 40, 24 * tallies.HOUR)


def begin(ctx: Context, walk: Walk) -> TotpSetup:
    """A secret, kept with this attempt until a code proves that the app has it.

    Asked for again it is the same: a phone often loads the page anew when its owner comes back from
    the authenticator app, which by then holds this secret.
    """
    walk.require("totp_setup")
    if walk.attempt.totp_pending is None:
        walk.attempt.totp_pending = fresh_secret(ctx)
    issuer = walk.firms[0].name if walk.firms else "Redwell"
    return reveal(ctx, walk.attempt.totp_pending, walk.email, issuer)


def confirm(ctx: Context, walk: Walk, entered: str) -> None:
    """The app shows the right code: it is the account's second factor from now on."""
    walk.require("totp_setup")
    if walk.attempt.totp_pending is None:
        raise StepOutOfOrder("Set up the authenticator first.", step=walk.step)
    count_try(ctx, walk.subject)
    used = matching_step(ctx, walk.attempt.totp_pending, entered)
    walk.account = accounts.open_for(ctx, walk.attempt.address, walk.email)
    if ctx.db.get(Authenticator, walk.account.id) is not None:
        raise StepOutOfOrder(step="totp")  # set up in another browser in between
    walk.authenticator = keep(ctx, walk.account, walk.attempt.totp_pending, used)
    walk.attempt.totp_pending = None
    forget_tries(ctx, walk.subject)
    recovery.make(ctx, walk.account)
    _prove(ctx, walk)


def check(ctx: Context, walk: Walk, entered: str) -> None:
    """The second factor of a returning person. Raises CodeWrong, TooManyTries."""
    walk.require("totp")
    if walk.authenticator is None:
        raise StepOutOfOrder("No authenticator was set up.", step=walk.step)
    use(ctx, walk.authenticator, entered, walk.subject)
    _prove(ctx, walk)


def use(ctx: Context, authenticator: Authenticator, entered: str, subject: str) -> None:
    """A code that was used, or is older than one that was, is wrong too.

    The tries of `subject` are counted together. Raises CodeWrong, TooManyTries.
    """
    count_try(ctx, subject)
    used = matching_step(ctx, authenticator.secret, entered)
    if used <= authenticator.last_step:
        raise CodeWrong("That code was used already. Wait for the next one.")
    authenticator.last_step = used
    forget_tries(ctx, subject)


def count_try(ctx: Context, subject: str) -> None:
    """Raises TooManyTries."""
    tallies.count(ctx, SOON, subject)
    tallies.count(ctx, DAILY, subject)


def forget_tries(ctx: Context, subject: str) -> None:
    tallies.forget(ctx, SOON, subject)
    tallies.forget(ctx, DAILY, subject)


def keep(ctx: Context, account: Account, sealed: bytes, used: int) -> Authenticator:
    """The account's authenticator from now on, in place of any other."""
    authenticator = Authenticator(
        account_id=account.id, secret=sealed, last_step=used, added_at=ctx.now
    )
    return ctx.db.merge(authenticator)


def _prove(ctx: Context, walk: Walk) -> None:
    walk.attempt.factor, walk.attempt.factor_proved_at = "totp", ctx.now


def matching_step(ctx: Context, sealed: bytes, entered: str) -> int:
    """The time step whose code was entered; pyotp compares in constant time. Raises CodeWrong."""
    app = pyotp.TOTP(ctx.keys.secrets.decrypt(sealed).decode())
    try:
        return app.verify_and_get_timecode(
            "".join(entered.split()), for_time=ctx.now, valid_window=DRIFT
        )
    except pyotp.OTPVerificationError as error:
        raise CodeWrong() from error


def fresh_secret(ctx: Context) -> bytes:
    """160 random bits, encrypted."""
    return ctx.keys.secrets.encrypt(pyotp.random_base32().encode())


def reveal(ctx: Context, sealed: bytes, email: str, issuer: str) -> TotpSetup:
    """What an authenticator app needs, until it has proved that it has it."""
    secret = ctx.keys.secrets.decrypt(sealed).decode()
    uri = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)
    qr = segno.make(uri, error="m", micro=False)
    return TotpSetup(secret=secret, uri=uri, qr=qr.svg_data_uri(omitsize=True, border=2))
