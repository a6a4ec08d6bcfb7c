"""`redwell restate`: a service that came late is told what was before it."""

import time
from typing import Annotated

import typer

from backbone.calls.asking import ask
from contracts.calls.operations import (
    RequestRestating,
    RestatingAsked,
    RestatingState,
    ShowRestating,
)
from contracts.errors import Unavailable
from contracts.topology import SERVICES
from operations.asking import amqp_url, ask_service

_STARTS_WITHIN = 30.0  # seconds
_WITHIN = 600.0  # seconds, for all owners to say all that they hold


def restate(
    to: Annotated[str, typer.Option(help="The service that is to be told, for example files.")],
) -> None:
    """Let the owners of facts say their present state again to one service.

    Safe at any time and as often as you like: what the service knows already stays as it is.
    """
    if to not in SERVICES:
        typer.echo(f"There is no service '{to}'; there are {', '.join(SERVICES)}.", err=True)
        raise typer.Exit(2)
    run = _asked(to).run
    if run is None:
        typer.echo(f"{to} keeps nothing that others could say again.")
        return
    until = time.monotonic() + _WITHIN
    while not _all_ended(states := _states(ShowRestating(run=run), to)):
        if time.monotonic() > until:
            typer.echo("The owners go on by themselves; look later whether all came.", err=True)
            raise typer.Exit(1)
        time.sleep(0.2)
    if not states:
        typer.echo(f"Nobody but {to} owns anything that could be said again.")
    for service, state in states.items():
        typer.echo(f"{service}: {state.facts:,} facts said again to {to}")


def _asked(to: str) -> RestatingAsked:
    """Once the service hears events; it may just have been started."""
    until = time.monotonic() + _STARTS_WITHIN
    while True:
        try:
            return ask(amqp_url(), RequestRestating(), of=to)
        except Unavailable as error:
            if time.monotonic() > until:
                typer.echo(error.text, err=True)
                raise typer.Exit(1) from error
        time.sleep(0.5)


def _states(call: ShowRestating, to: str) -> dict[str, RestatingState]:
    found = {service: ask_service(call, of=service) for service in SERVICES if service != to}
    return {service: state for service, state in found.items() if state.owner}


def _all_ended(states: dict[str, RestatingState]) -> bool:
    return all(state.ended for state in states.values())
