"""`redwell`: the command of those who run it, and of those who publish to it."""

import sys

import typer

from operations import (
    documents,
    documents_store,
    emails,
    events,
    firms,
    forms,
    migrate,
    parked,
    rebuild,
    restate,
    sign_in,
    status,
)

app = typer.Typer(
    help="Redwell, the client portal that law firms host themselves.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _begin() -> None:
    """What the command line holds is text, whatever each command does with it."""
    try:
        " ".join(sys.argv).encode()
    except UnicodeEncodeError as error:  # bytes that are no UTF-8, as Python keeps them (PEP 383)
        raise typer.BadParameter("The command line holds bytes that are no UTF-8.") from error


app.command("status")(status.status)
app.command("migrate")(migrate.migrate)
app.command("prepare-store")(documents_store.prepare_store)
app.command("verify")(documents.verify)
app.command("restate")(restate.restate)
app.command("rebuild")(rebuild.rebuild)
app.add_typer(firms.app, name="firm")
app.add_typer(forms.app, name="form")
app.add_typer(events.app, name="events")
app.add_typer(documents.app, name="documents")
app.add_typer(parked.app, name="parked")
app.add_typer(emails.app, name="emails")
app.add_typer(sign_in.app, name="sign-in")
