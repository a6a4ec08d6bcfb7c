"""The firm at the command line: publish events from files or by verb, and watch what comes."""

import contextlib
import datetime
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from contracts.errors import EventRefused
from contracts.events import CloudEvent
from contracts.events.exchanges import FirmEvent
from firm import event_files, lines, outcomes, settings
from firm.publisher import NotPublished, Publisher
from firm.watcher import Listener, Received, look_on, watch

app = typer.Typer(
    help="A law firm's side: publish events to Redwell and watch what happens in the portal.",
    no_args_is_help=True,
)

Firm = Annotated[str, typer.Option("--firm", help="The firm's id; needed when several are here.")]
Wait = Annotated[
    float, typer.Option(min=0, help="Seconds to wait for what becomes of it; 0: none.")
]


class Line(msgspec.Struct, frozen=True):
    """An open way to publish as one firm."""

    firm: settings.FirmSettings
    publisher: Publisher

    def send(self, event: FirmEvent, wait: float, end: outcomes.End | None = None) -> None:
        """Publish it, and say what becomes of it in so many seconds.

        Raises EventRefused where it is refused, and as `publish` does. `end`: see `outcomes`.
        """
        if not wait:
            self._publish(event)
            return
        with contextlib.closing(Listener(self.firm.firm_amqp_url, self.firm.firm_id)) as listener:
            event_id = self._publish(event, acknowledge=True)
            typer.echo(outcomes.heard(listener, event_id, wait, end))

    def _publish(self, event: FirmEvent, *, acknowledge: bool = False) -> str:
        event_id = self.publisher.send(event, acknowledge=acknowledge)
        typer.echo(f"{event.type} {event.subject()}")
        return event_id


@contextlib.contextmanager
def publishing(firm_id: str) -> Iterator[Line]:
    """Publish as the firm; whatever goes wrong ends the command with a sentence and exit code 1."""
    firm = settings.load(firm_id)
    with Publisher(firm.firm_amqp_url, firm.firm_id) as publisher:
        try:
            yield Line(firm, publisher)
        except (NotPublished, EventRefused) as error:
            raise SystemExit(str(error)) from error


@app.command()
def publish(
    files: Annotated[list[Path], typer.Argument(help="Event files in JSON; - reads one event.")],
    firm: Firm = "",
) -> None:
    """Publish events from files, in the order given. Publishing a file twice is harmless.

    A file holds a whole CloudEvent, or just {"type": "matter.opened", "data": {…}}.

    Example: redwell firm publish firm/demo/*.json
    """
    with publishing(firm) as line:
        for file in files:
            publish_file(line, file)


def publish_file(line: Line, file: Path) -> None:
    """Publish one file and say so; raises EventRefused naming the file."""
    try:
        body = _read(file, line.firm.firm_id)
        line.publisher.publish(body)
    except OSError as error:
        raise EventRefused(f"{file}: {error.strerror}") from error
    except EventRefused as error:
        raise EventRefused(f"{file}: {error.text}") from error
    envelope = msgspec.json.decode(body, type=CloudEvent)
    typer.echo(f"{envelope.type} {envelope.subject}")


def _read(file: Path, firm_id: str) -> bytes:
    if str(file) != "-":
        return event_files.read(file, firm_id)
    now = datetime.datetime.now(datetime.UTC)
    return event_files.completed(sys.stdin.buffer.read(), firm_id, now)


@app.command("watch")
def watch_events(
    firm: Firm = "",
    json: Annotated[bool, typer.Option("--json", help="Whole CloudEvents, one a line.")] = False,
    count: Annotated[int, typer.Option(help="Stop after so many events; 0 goes on.")] = 0,
    take: Annotated[
        bool, typer.Option("--take", help="Take them from the firm's queue, as its system does.")
    ] = False,
) -> None:
    """Show what happens in the portal as it happens, and leave the firm's queue to its system.

    Example: redwell firm watch --json | jq .type
    """
    settled = settings.load(firm)
    seen: list[str] = []

    def show(received: Received) -> None:
        typer.echo(received.body if json else lines.line(received))
        seen.append(received.envelope.id)

    if not json:
        typer.echo(f"Watching {settled.firm_id}. Ctrl+C ends it.", err=True)
    try:
        read = watch if take else look_on
        read(settled.firm_amqp_url, settled.firm_id, show, until=lambda: 0 < count <= len(seen))
    except NotPublished as error:
        raise SystemExit(str(error)) from error
