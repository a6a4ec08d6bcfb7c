"""Authenticator apps: time-based one-time passwords (RFC 6238, six digits, 30 seconds)."""

import pyotp
import segno

from contracts.calls.auth import TotpSetup
from contracts.errors import CodeWrong, StepOutOfOrder
from services.auth import accounts, recovery, tallies
from services.auth.context import Context
from services.auth.models import Authenticator
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
        walk.attempt.totp_pending = ctx.keys.secrets.encrypt(pyotp.random_base32().encode())
    secret = ctx.keys.secrets.decrypt(walk.attempt.totp_pending).decode()
    return _shown(secret, walk.person.email, walk.firm.name)


def confirm(ctx: Context, walk: Walk, entered: str) -> None:
    """The app shows the right code: it is the account's second factor from now on."""
    walk.require("totp_setup")
    if walk.attempt.totp_pending is None:
        raise StepOutOfOrder("Set up the authenticator first.", step=walk.step)
    count_try(ctx, walk.attempt.address)
    used = _matching_step(ctx, walk.attempt.totp_pending, entered)
    walk.account = accounts.open_for(ctx, walk.attempt.address, walk.person.email)
    if ctx.db.get(Authenticator, walk.account.id) is not None:
        raise StepOutOfOrder(step="totp")  # set up in another browser in between
    walk.authenticator = Authenticator(
        account_id=walk.account.id,
        secret=walk.attempt.totp_pending,
        last_step=used,
        added_at=ctx.now,
    )
    ctx.db.add(walk.authenticator)
    walk.attempt.totp_pending = None
    recovery.make(ctx, walk.account)
    _prove(ctx, walk)


def check(ctx: Context, walk: Walk, entered: str) -> None:
    """The second factor of a returning person. Raises CodeWrong, TooManyTries."""
    walk.require("totp")
    assert walk.authenticator is not None
    count_try(ctx, walk.attempt.address)
    use(ctx, walk.authenticator, entered)
    _prove(ctx, walk)


def use(ctx: Context, authenticator: Authenticator, entered: str) -> None:
    """Raises CodeWrong; a code that was used, or is older than one that was, is wrong too."""
    used = _matching_step(ctx, authenticator.secret, entered)
    if used <= authenticator.last_step:
        raise CodeWrong("That code was used already. Wait for the next one.")
    authenticator.last_step = used


def count_try(ctx: Context, address: str) -> None:
    """Raises TooManyTries."""
    tallies.count(ctx, SOON, address)
    tallies.count(ctx, DAILY, address)


def _prove(ctx: Context, walk: Walk) -> None:
    walk.attempt.factor, walk.attempt.factor_proved_at = "totp", ctx.now
    tallies.forget(ctx, SOON, walk.attempt.address)
    tallies.forget(ctx, DAILY, walk.attempt.address)


def _matching_step(ctx: Context, sealed: bytes, entered: str) -> int:
    """The time step whose code was entered; pyotp compares in constant time. Raises CodeWrong."""
    app = pyotp.TOTP(ctx.keys.secrets.decrypt(sealed).decode())
    try:
        return app.verify_and_get_timecode(
            "".join(entered.split()), for_time=ctx.now, valid_window=DRIFT
        )
    except pyotp.OTPVerificationError as error:
        raise CodeWrong() from error


def _shown(secret: str, email: str, issuer: str) -> TotpSetup:
    uri = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)
    qr = segno.make(uri, error="m", micro=False)
    return TotpSetup(secret=secret, uri=uri, qr=qr.svg_data_uri(omitsize=True, border=2))
