"""`redwell events waiting`: events in retry, and why."""

from typing import Annotated

import typer

from contracts.calls.operations import ListWaiting, WaitingEvent
from contracts.topology import SERVICES
from operations.asking import ask_service, print_json, say

app = typer.Typer(help="Events on their way through the services.", no_args_is_help=True)


@app.callback()
def _several_commands() -> None:
    """Else typer would take the only command for the whole of it."""


@app.command("waiting")
def list_waiting(
    service: Annotated[str, typer.Option(help="Of one service only.")] = "",
    firm: Annotated[str, typer.Option(help="Of one firm only.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    *,
    json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """List events that could not be applied yet, the next to be tried first.

    Example: redwell events waiting --firm calder
    """
    services = (service,) if service else tuple(SERVICES)
    items = [event for name in services for event in _next(name, firm, limit)]
    items = sorted(items, key=lambda event: event.next_try_at)[:limit]
    if json:
        print_json(items)
        return
    for event in items:
        say(f"{event.service}  {event.firm_id}  {event.event_type}  {event.event_id}")
        since, then = f"{event.since:%Y-%m-%d %H:%M}", f"{event.next_try_at:%Y-%m-%d %H:%M:%S}"
        say(f"    since {since}, next try {then}: {event.reason}")
    if not items:
        typer.echo("No event waits.")


def _next(service: str, firm: str, limit: int) -> list[WaitingEvent]:
    found: list[WaitingEvent] = []
    cursor: str | None = ""
    while cursor is not None and len(found) < limit:
        call = ListWaiting(firm_id=firm, cursor=cursor, limit=min(limit - len(found), 100))
        page = ask_service(call, of=service)
        found += page.items
        cursor = page.next
    return found
