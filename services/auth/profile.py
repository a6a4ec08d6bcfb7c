"""What people say of themselves: how they are called, and where they live by the clock."""

from contracts import zones
from contracts.calls import auth
from contracts.calls.account import ConfirmProfile
from contracts.errors import InvalidInput
from services.auth import sessions
from services.auth.work import AuthWork


def confirm(work: AuthWork, call: ConfirmProfile) -> auth.Session:
    live = sessions.require(work, call.session_token)
    zone = zones.iana(call.time_zone)
    if zone is None:
        why = f"The time zone '{call.time_zone}' is not an IANA name."
        raise InvalidInput(why, field="time_zone")
    live.account.name, live.account.time_zone = call.name, zone
    sessions.announce_change(work, live.account.id)
    return sessions.shown(live)
