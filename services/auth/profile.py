"""What people say of themselves: how they are called, and where they live by the clock."""

import functools
import zoneinfo

from contracts.calls import auth
from contracts.calls.account import ConfirmProfile
from contracts.errors import InvalidInput
from services.auth import sessions
from services.auth.work import AuthWork


def confirm(work: AuthWork, call: ConfirmProfile) -> auth.Session:
    live = sessions.require(work, call.session_token)
    if not is_time_zone(call.time_zone):
        raise InvalidInput(f"The time zone '{call.time_zone}' is not an IANA name.")
    live.account.name, live.account.time_zone = call.name, call.time_zone
    sessions.announce_change(work, live.account.id)
    return sessions.shown(live)


def is_time_zone(name: str) -> bool:
    return name in _time_zones()


@functools.cache
def _time_zones() -> frozenset[str]:
    """Read from many files, once."""
    return frozenset(zoneinfo.available_timezones())
