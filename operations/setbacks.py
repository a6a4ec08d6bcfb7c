"""Whether a service's scheduled work, and its taking of events, go on as they should."""

import datetime

from backbone.calls.asking import ask
from contracts.calls.operations import Setback, ShowSetbacks
from operations.health import PATIENCE, NotHealthy

# A turn that failed once or twice is tried again at once; only one that keeps failing is told.
KEEPS_FAILING = 3


def check(amqp_url: str, service: str) -> None:
    """Raises NotHealthy, in words, for rows set aside, work that keeps failing, and events that
    stay unacknowledged; DomainError where the service does not answer."""
    found = ask(amqp_url, ShowSetbacks(), of=service, deadline=PATIENCE).items
    if told := [_words(each) for each in found if each.rows or each.failures >= KEEPS_FAILING]:
        raise NotHealthy("; ".join(told))


def _words(setback: Setback) -> str:
    since = f"since {setback.since.astimezone(datetime.UTC):%Y-%m-%d %H:%M} UTC"
    if setback.rows:
        return f"{setback.work}: {setback.rows} set aside {since} ({setback.reason})"
    return f"{setback.work} keeps failing {since} ({setback.reason})"
