"""Something about signing in has changed: told to the owner, in case it was somebody else."""

import datetime
import zoneinfo

from contracts.events.accounts import AccountNotice, Notice
from services.notify.emails.rendering import Rendered, render
from services.notify.models import Firm

WHAT: dict[Notice, str] = {
    "authenticator_changed": "An authenticator app was set up for signing in.",
    "authenticator_removed": "The authenticator app was removed.",
    "passkey_added": "A passkey was added for signing in.",
    "passkey_removed": "A passkey was removed.",
    "recovery_codes_made": "New recovery codes were made; the old ones no longer work.",
    "recovery_code_used": "One of your recovery codes was used.",
    "factors_reset": "The firm had your way of signing in reset. You set it up anew the next time.",
    "address_changed": "The firm changed the e-mail address that you sign in with.",
}


def generate(firm: Firm, event: AccountNotice, host: str) -> Rendered:
    """It names what has changed and when, and no address, browser or matter."""
    return render(
        "account_notice",
        subject=f"How you sign in at {firm.name} has changed",
        firm=firm,
        what=WHAT[event.notice],
        when=_shown(event.at, event.time_zone or "UTC"),
        host=host,
    )


def _shown(at: datetime.datetime, time_zone: str) -> str:
    """As the clock on their wall shows it, with the zone named; in UTC where there is no such."""
    try:
        local = at.astimezone(zoneinfo.ZoneInfo(time_zone))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return _shown(at, "UTC")
    return f"{local:%d %B %Y, %H:%M} {time_zone.replace('_', ' ')}"
