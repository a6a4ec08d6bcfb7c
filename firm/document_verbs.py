"""Documents as verbs: `redwell firm share`, `replace` and `revoke`."""

import contextlib
import datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from contracts import ids
from contracts.errors import EventRefused
from contracts.events.documents import (
    DocumentReady,
    DocumentRefused,
    DocumentReplaced,
    DocumentRevoked,
    DocumentShared,
)
from contracts.events.rejections import EventRejected
from firm.commands import Firm, Line, app, publishing
from firm.drop import NotDropped, drop
from firm.verbs import Author, Matter, Wait, writer
from firm.watcher import Listener

File = Annotated[Path, typer.Argument(help="The file.", show_default=False)]
Document = Annotated[str, typer.Argument(help="The firm's own id of the document.")]
Folder = Annotated[str, typer.Option(help="A label that it stands under.")]


@app.command()
def share(
    matter: Matter,
    file: File,
    document: Annotated[
        str, typer.Option("--id", help="Your own id of the document; a new one when not given.")
    ] = "",
    conversation: Annotated[
        str | None, typer.Option("--in", help="The conversation in which it is listed too.")
    ] = None,
    folder: Folder = "",
    author: Author = "",
    wait: Wait = 10.0,
    firm: Firm = "",
) -> None:
    """Share a file with all who take part in a matter, and say what becomes of it.

    Example: redwell firm share M-2031 motion.pdf --id motion-1 --as nora-calder
    """
    with publishing(firm) as line:
        told = _dropped(line, file, document or str(ids.new_id()), folder, author)
        _send(line, DocumentShared(matter_id=matter, conversation_id=conversation, **told), wait)


@app.command()
def replace(
    document: Document,
    file: File,
    folder: Folder = "",
    author: Author = "",
    wait: Wait = 10.0,
    firm: Firm = "",
) -> None:
    """Share a new version of a document. Who had seen which one stays on record.

    Example: redwell firm replace motion-1 motion-signed.pdf
    """
    with publishing(firm) as line:
        _send(line, DocumentReplaced(**_dropped(line, file, document, folder, author)), wait)


@app.command()
def revoke(
    document: Document,
    reason: Annotated[str, typer.Option(help="For the record.")] = "",
    firm: Firm = "",
) -> None:
    """Take a document out of everyone's view, at once and for good.

    Example: redwell firm revoke motion-1 --reason "Sent to the wrong matter."
    """
    with publishing(firm) as line:
        line.send(DocumentRevoked(document_id=document, reason=reason))


def _dropped(line: Line, file: Path, document: str, folder: str, author: str) -> dict[str, Any]:
    """The members of an event that tells of the file, once it lies in the drop bucket."""
    try:
        told = drop(line.firm, file, f"{document}/{ids.new_id()}")
    except NotDropped as error:
        raise SystemExit(str(error)) from error
    return msgspec.structs.asdict(told) | {
        "document_id": document,
        "folder": folder,
        "author_id": writer(line, author),
        "shared_at": datetime.datetime.now(datetime.UTC),
    }


def _send(line: Line, event: DocumentShared | DocumentReplaced, wait: float) -> None:
    with contextlib.closing(Listener(line.firm.firm_amqp_url, line.firm.firm_id)) as listener:
        event_id = line.send(event)
        typer.echo(_outcome(listener, event_id, event.document_id, wait))


def _outcome(listener: Listener, event_id: str, document: str, wait: float) -> str:
    """What becomes of it in so many seconds; raises EventRefused where it is refused."""
    for heard in listener.within(wait):
        match heard.event:
            case DocumentReady(document_ref=ref) if ref == document:
                return "It is checked, and can be opened."
            case DocumentRefused(document_ref=ref, reason=reason) if ref == document:
                raise EventRefused(f"It is refused: {reason}")
            case EventRejected(event_id=rejected, by=by, reason=reason) if rejected == event_id:
                raise EventRefused(f"{by} rejects it: {reason}")
    return (
        "It is on its way: it is being copied and checked, or waits for its matter or its author; "
        "`redwell events waiting` shows it."
    )
