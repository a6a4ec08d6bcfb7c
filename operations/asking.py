"""How the commands call a service of the running stack, and print what it says."""

import os
from typing import TypeVar

import msgspec
import typer

from backbone.ask import ask
from contracts.errors import DomainError
from operations.migrate import read_environment

T = TypeVar("T")


def ask_service(service: str, method: str, call: msgspec.Struct, answer: type[T]) -> T:
    """The service's answer; a refusal is printed and ends the command with 1."""
    try:
        return ask(_amqp_url(), service, method, call, answer, deadline=10)
    except DomainError as error:
        typer.echo(error.text, err=True)
        raise typer.Exit(1) from error


def print_json(value: object) -> None:
    typer.echo(msgspec.json.format(msgspec.json.encode(value)).decode())


def _amqp_url() -> str:
    given = os.environ.get("REDWELL_AMQP_URL")
    url = given or read_environment("operator").get("REDWELL_AMQP_URL")
    if url is None:
        typer.echo("Nothing runs here: the run folder has no operator.env.", err=True)
        raise typer.Exit(1)
    return url
