"""Time zones by their IANA names, also where a firm's system says them as Windows does."""

import functools
import zoneinfo

from tzlocal.windows_tz import win_tz  # CLDR's table

_NO_PLACES = {"Factory", "localtime"}  # as the machine is set, or not set at all


def iana(name: str) -> str | None:
    """The IANA name of the zone, or None where there is no such zone."""
    return _zones().get(name.strip().casefold())


@functools.cache
def _zones() -> dict[str, str]:
    """Read from many files, once."""
    known = {each.casefold(): each for each in zoneinfo.available_timezones() - _NO_PLACES}
    return {name.casefold(): zone for name, zone in win_tz.items()} | known
