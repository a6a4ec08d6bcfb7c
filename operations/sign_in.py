"""`redwell sign-in rotate|end`: new encryption keys, and ending a person's sessions."""

from typing import Annotated

import typer

from contracts.calls.auth_operations import (
    RotateSecrets,
    SignOutPerson,
)
from operations.asking import ask_service

app = typer.Typer(help="How people sign in.", no_args_is_help=True)


@app.command("rotate")
def rotate() -> None:
    """Encrypt all that is stored encrypted with the newest of REDWELL_SECRET_KEYS.

    Put the new key first, restart auth, run this; then the old key may go.
    """
    total, last = 0, -1
    while last:
        answer = ask_service(RotateSecrets())
        total, last = total + answer.rotated, answer.rotated
    typer.echo(f"{total} were encrypted anew. All have the newest key now.")


@app.command("end")
def end(
    firm: Annotated[str, typer.Argument(help="The firm's id.")],
    contact: Annotated[str, typer.Argument(help="The contact's id at the firm.")],
) -> None:
    """Sign a person out everywhere and forget their devices."""
    call = SignOutPerson(firm_id=firm, contact_id=contact)
    answer = ask_service(call)
    typer.echo(f"{answer.sessions} sessions have ended.")
