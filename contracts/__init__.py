"""All that crosses a boundary: events, calls, errors, ids, links and where they travel."""

import zoneinfo

# Every process begins here: zones are those of the pinned `tzdata`, whatever the system has. It may
# be years behind browsers, and PYTHONTZPATH would reach only who is started with it.
zoneinfo.reset_tzpath(to=())
