"""`redwell parked list|show|replay`: events that could not be applied, and another try."""

import uuid
from typing import Annotated

import typer

from contracts.calls.operations import (
    ListParked,
    ParkedEvent,
    ReplayParked,
    ShowParked,
)
from contracts.topology import SERVICES
from operations.asking import ask_service, print_json, say

app = typer.Typer(help="Events that could not be applied.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Service = Annotated[str, typer.Argument(help="The service that parked it.")]
ParkedId = Annotated[uuid.UUID, typer.Argument(help="The id that `list` shows.")]


@app.command("list")
def list_parked(
    service: Annotated[str, typer.Option(help="Of one service only.")] = "",
    firm: Annotated[str, typer.Option(help="Of one firm only.")] = "",
    *,
    json: Json = False,
) -> None:
    """List parked events, newest first."""
    items = [event for name in _chosen(service) for event in _all_parked(name, firm)]
    items.sort(key=lambda event: event.parked_at, reverse=True)
    if json:
        print_json(items)
        return
    for event in items:
        say(f"{event.service}  {event.id}  {event.firm_id}  {event.event_type}")
        say(f"    {event.parked_at:%Y-%m-%d %H:%M}  {event.reason}")
    if not items:
        typer.echo("Nothing is parked.")


@app.command("show")
def show_parked(service: Service, parked_id: ParkedId, *, json: Json = False) -> None:
    """Show one parked event with its body, which may be confidential."""
    event = ask_service(ShowParked(parked_id=parked_id), of=service)
    if json:
        print_json(event)
        return
    for name in ("service", "firm_id", "event_id", "event_type", "reason", "attempts", "size"):
        say(f"{name.replace('_', ' ')}: {getattr(event, name)}")
    typer.echo(f"received: {event.received_at.isoformat()}\nparked: {event.parked_at.isoformat()}")
    for line in ("", *(event.body or "").splitlines()):
        say(line)


@app.command("replay")
def replay_parked(service: Service, parked_id: ParkedId, *, json: Json = False) -> None:
    """Try a parked event again, as if it had just come; exits 1 when it is parked again."""
    replayed = ask_service(ReplayParked(parked_id=parked_id), of=service)
    if json:
        print_json(replayed)
    else:
        typer.echo(f"{replayed.outcome} {replayed.reason}".strip())
    if replayed.outcome == "parked":
        raise typer.Exit(1)


def _chosen(service: str) -> tuple[str, ...]:
    return (service,) if service else tuple(SERVICES)


def _all_parked(service: str, firm: str) -> list[ParkedEvent]:
    found: list[ParkedEvent] = []
    cursor: str | None = ""
    while cursor is not None:
        call = ListParked(firm_id=firm, cursor=cursor, limit=100)
        page = ask_service(call, of=service)
        found += page.items
        cursor = page.next
    return found
