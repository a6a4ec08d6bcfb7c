"""How the commands call a service of the running stack, and print what it says."""

import os

import msgspec
import typer

from backbone.calls.asking import ask
from contracts.calls.call import A, Call
from contracts.errors import DomainError
from contracts.texts import on_screen
from operations.migrate import read_environment


def ask_service(call: Call[A], *, of: str = "") -> A:
    """The answer to the call (`of` a service, as `ask` says); a refusal ends the command with 1."""
    try:
        return ask(amqp_url(), call, of=of, deadline=10)
    except DomainError as error:
        typer.echo(error.text, err=True)
        raise typer.Exit(1) from error


def say(text: str) -> None:
    """Print a line with what a firm's event put there; it cannot steer the terminal."""
    typer.echo(on_screen(text))


def print_json(value: object) -> None:
    typer.echo(msgspec.json.format(msgspec.json.encode(value)).decode())


def amqp_url() -> str:
    given = os.environ.get("REDWELL_AMQP_URL")
    url = given or read_environment("operator").get("REDWELL_AMQP_URL")
    if url is None:
        typer.echo("Nothing runs here: the run folder has no operator.env.", err=True)
        raise typer.Exit(1)
    return url
