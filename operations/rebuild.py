"""`redwell rebuild`: a list that follows what others tell is made anew from what they hold."""

import time
from typing import Annotated

import typer

from contracts.calls.operations import ShowRestating
from contracts.calls.todo_operations import BeginRebuild, EndRebuild, RebuildState
from contracts.topology import SERVICES
from operations.asking import ask_service

_WITHIN = 600.0  # seconds, for all owners to say all that they hold
_LOOK = 0.3  # seconds


def rebuild(
    what: Annotated[str, typer.Argument(help="The list: todo.")],
) -> None:
    """Make the list of what waits anew beside the one that people see, compare, and swap.

    Safe at any time and as often as you like: people see the old one until the new one is whole.
    Prints what was different, and is mended.
    """
    if what != "todo":
        typer.echo(f"There is no list '{what}'; there is todo.", err=True)
        raise typer.Exit(2)
    run = ask_service(BeginRebuild()).run
    until = time.monotonic() + _WITHIN
    while True:
        states = [ask_service(ShowRestating(run=run), of=service) for service in SERVICES]
        owners = [state for state in states if state.owner]
        if all(state.ended for state in owners):
            facts = sum(state.facts for state in owners)
            state = ask_service(EndRebuild(run=run, facts=facts))
            if state.ended:
                return _print(state)
        if time.monotonic() > until:
            typer.echo("Not all facts have come; look at `redwell parked list`.", err=True)
            raise typer.Exit(1)
        time.sleep(_LOOK)


def _print(state: RebuildState) -> None:
    typer.echo(f"{state.heard:,} facts said again; {state.compared:,} standings compared.")
    typer.echo(
        f"{state.differences:,} differences mended." if state.differences else "No difference."
    )
    for each in state.shown:
        person = f" for {each.person_id}" if each.person_id else ""
        if each.waits == each.waited:
            said = "is put in other words"
        else:
            said = "waits" if each.waits else "does not wait"
        typer.echo(f"  {each.kind} {each.id} {said}{person}")
    if state.differences > len(state.shown):
        typer.echo(f"  and {state.differences - len(state.shown):,} more")
