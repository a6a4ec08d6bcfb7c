"""Forms as verbs: `redwell firm publish-form`, `request-form`, `withdraw-form`, `reopen-form`."""

import datetime
from pathlib import Path
from typing import Annotated

import typer

from contracts import ids
from contracts.events.forms import FormPublished, FormReopened, FormRequested, FormWithdrawn
from contracts.forms.reading import read
from firm.commands import Firm, Wait, app, publishing
from firm.verbs import Author, Matter, writer

Request = Annotated[str, typer.Argument(help="The firm's own id of the request.")]
Form = Annotated[str, typer.Argument(help="The firm's own id of the form.")]
Version = Annotated[str, typer.Argument(help="Which version of it.")]
Due = Annotated[datetime.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day.")]
Note = Annotated[str, typer.Option(help="What is to be said to those who fill it in.")]


@app.command("publish-form")
def publish_form(
    form: Form,
    version: Version,
    file: Annotated[Path, typer.Argument(help="The form, as JSON.", exists=True, dir_okay=False)],
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Let a form be requested by its id and version from now on.

    Example: redwell firm publish-form new-client 3 new-client.json
    """
    definition, flaws = read(file.read_bytes())
    if definition is None or flaws:
        raise SystemExit("\n".join(flaw.sentence for flaw in flaws))
    with publishing(firm) as line:
        line.send(FormPublished(form_id=form, version=version, definition=definition), wait)


@app.command("request-form")
def request_form(
    matter: Matter,
    form: Form,
    version: Version,
    to: Annotated[list[str], typer.Option(help="Contact id of one who is asked; may be repeated.")],
    joint: Annotated[bool, typer.Option("--joint", help="All of them the same one.")] = False,
    due: Due = None,
    note: Note = "",
    request: Annotated[
        str, typer.Option("--id", help="Your own id of it; a new one when not given.")
    ] = "",
    author: Author = "",
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Ask people to fill in a form that was published.

    Example: redwell firm request-form M-2031 new-client 3 --to c-17 --due 2026-12-04
    """
    with publishing(firm) as line:
        line.send(
            FormRequested(
                request_id=request or str(ids.new_id()),
                matter_id=matter,
                author_id=writer(line, author),
                assignees=to,
                form_id=form,
                version=version,
                joint=joint,
                due=due and due.date(),
                note=note,
            ),
            wait,
        )


@app.command("withdraw-form")
def withdraw_form(
    request: Request,
    reason: Annotated[str, typer.Option(help="Shown to those whom it concerns.")] = "",
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Let nobody fill it in any more. What was sent stays.

    Example: redwell firm withdraw-form f-12 --reason "We have it already."
    """
    with publishing(firm) as line:
        line.send(FormWithdrawn(request_id=request, reason=reason), wait)


@app.command("reopen-form")
def reopen_form(
    request: Request,
    contact: Annotated[str, typer.Option("--of", help="Contact id: only theirs.")] = "",
    due: Due = None,
    note: Note = "",
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Let people look at it again, with their old answers. What was sent stays.

    Example: redwell firm reopen-form f-12 --note "Please add your spouse."
    """
    with publishing(firm) as line:
        line.send(
            FormReopened(request_id=request, contact_id=contact, due=due and due.date(), note=note),
            wait,
        )
