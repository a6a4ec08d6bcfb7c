"""Documents as verbs: `redwell firm share`, `replace` and `revoke`."""

import datetime
import functools
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from contracts import ids
from contracts.errors import EventRefused
from contracts.events import Event
from contracts.events.documents import (
    DocumentReady,
    DocumentRefused,
    DocumentReplaced,
    DocumentRevoked,
    DocumentShared,
)
from firm.commands import Firm, Line, Wait, app, publishing
from firm.drop import NotDropped, drop
from firm.verbs import Author, Matter, writer

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
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Take a document out of everyone's view, at once and for good.

    Example: redwell firm revoke motion-1 --reason "Sent to the wrong matter."
    """
    with publishing(firm) as line:
        line.send(DocumentRevoked(document_id=document, reason=reason), wait)


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
    line.send(event, wait, functools.partial(_checked, event.document_id))


def _checked(document: str, heard: Event | None) -> str:
    """It is not done before it is copied and checked; raises EventRefused where it is refused."""
    match heard:
        case DocumentReady(document_ref=ref) if ref == document:
            return "It is checked, and can be opened."
        case DocumentRefused(document_ref=ref, reason=reason) if ref == document:
            raise EventRefused(f"It is refused: {reason}")
    return ""
