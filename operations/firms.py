"""`redwell firm add | list | demo`: firms, from the side of those who run Redwell."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import httpx
import msgspec
import typer
from amqp.exceptions import AMQPError
from botocore.exceptions import BotoCoreError, ClientError

from contracts.events.firms import FirmRegistered
from firm import (
    appointment_verbs,
    document_verbs,
    form_verbs,
    invoice_verbs,
    message_verbs,
    progress_verbs,
    settings,
    signing_in,
    task_verbs,
    trust_verbs,
    verbs,
)
from firm.commands import app, publish_file, publishing
from firm.drop import NotDropped, drop
from firm.publisher import NotPublished
from operations.provision import BrokerRefused, broker_api
from operations.registration import NotRegistered, load_stack, register

__all__ = [
    "app",
    "appointment_verbs",
    "document_verbs",
    "form_verbs",
    "invoice_verbs",
    "message_verbs",
    "progress_verbs",
    "signing_in",
    "task_verbs",
    "trust_verbs",
    "verbs",
]

DEMO = Path(settings.__file__).parent / "demo"


@app.command()
def add(
    firm_id: Annotated[str, typer.Argument(metavar="ID", help="Short name: a-z, 0-9 and dashes.")],
    name: Annotated[str, typer.Option(help="As its clients know it.")],
    contact: Annotated[str, typer.Option(help="How clients reach it when they are stuck.")] = "",
    accent: Annotated[str, typer.Option(help="Its colour, as #rrggbb.")] = "#1f4f82",
    show: Annotated[bool, typer.Option("--show", help="Print the credentials too.")] = False,
) -> None:
    """Make a place for a firm, or bring what is there up to date. Safe to repeat.

    Example: redwell firm add calder --name "Calder & Finch" --contact "+1 555 0100"
    """
    with _plain_errors():
        file = register(firm_id, FirmRegistered(name=name, contact=contact, accent=accent.lower()))
    typer.echo(f"{name} can publish as '{firm_id}'. Its credentials: {file}")
    if show:
        typer.echo(file.read_text(), nl=False)


@app.command("list")
def list_firms(
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show every firm, the events that wait for it, and whether its system is listening."""
    with _plain_errors(), broker_api(load_stack()) as api:
        queues = {queue["name"]: queue for queue in api.get("/queues").json()}
        users = sorted(user["name"] for user in api.get("/users").json())
    firms = [_row(user, queues.get(user, {})) for user in users if user.startswith("firm.")]
    if json:
        typer.echo(msgspec.json.encode(firms))
    elif not firms:
        typer.echo("No firm yet. Add one with: redwell firm add ID --name NAME")
    for firm in firms if not json else []:
        listening = "listening" if firm["listening"] else "not listening"
        typer.echo(f"{firm['id']:<24} {firm['waiting']} waiting, {listening}")


@app.command()
def demo() -> None:
    """Add the firm 'demo' and publish its cases: a small law office to try everything with."""
    described = msgspec.json.decode((DEMO / "firm.json").read_bytes(), type=dict[str, str])
    staff, look_for = described.pop("staff"), described.pop("look_for")
    with _plain_errors():
        file = register("demo", msgspec.convert(described, FirmRegistered), staff=staff)
    with _plain_errors(), publishing("demo") as line:
        for dropped in sorted((DEMO / "files").iterdir()):
            drop(line.firm, dropped, dropped.name)
        for event in sorted(DEMO.glob("[0-9]*.json")):
            publish_file(line, event)
    typer.echo(f"{described['name']} is here as 'demo'. Its credentials: {file}")
    typer.echo(f"In the local mailbox, look for the e-mail to {look_for}.")


def _row(user: str, queue: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": user.removeprefix("firm."),
        "waiting": queue.get("messages", 0),
        "listening": queue.get("consumers", 0) > 0,
    }


@contextlib.contextmanager
def _plain_errors() -> Iterator[None]:
    """End the command with a sentence that names the part that did not play along."""
    try:
        yield
    except (NotRegistered, NotPublished, NotDropped, BrokerRefused) as error:
        raise SystemExit(str(error)) from error
    except (BotoCoreError, ClientError) as error:
        raise SystemExit(f"The object store refuses: {error}") from error
    except httpx.HTTPError as error:
        raise SystemExit(f"A part of Redwell does not answer: {error}") from error
    except (AMQPError, OSError) as error:
        raise SystemExit(f"The broker cannot be reached: {error}") from error
