"""Which content coding an answer is sent in (RFC 9110, 12.5.3)."""

from collections.abc import Iterable

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

PLAIN = "identity"


def choose(accepted: str, offered: Iterable[str]) -> str | None:
    """The best of `offered`, which come in our order of preference; `accepted` is the header.

    `identity`, always there, is the last choice unless it is asked for by name. None where all
    are refused.
    """
    asked = parse_accept_header(accepted, Accept)
    plain = dict(asked).get(PLAIN)
    found = {coding: asked.quality(coding) for coding in offered}
    best = max(found, key=lambda coding: found[coding], default=PLAIN)
    if found.get(best, 0) > 0 and found[best] >= (plain or 0):
        return best
    refused = plain == 0 or (plain is None and dict(asked).get("*") == 0)
    return None if refused else PLAIN
