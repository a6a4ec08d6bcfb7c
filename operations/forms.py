"""`redwell form`: what a firm does with a form before it publishes it."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from contracts.forms.reading import read
from contracts.forms.schema import schema

app = typer.Typer(help="Look at a form before it is published.", no_args_is_help=True)
File = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, help="The form, as JSON.", show_default=False)
]


@app.command()
def check(file: File) -> None:
    """Say what is wrong with a form, and where; nothing is published."""
    definition, flaws = read(file.read_bytes())
    for flaw in flaws:
        typer.echo(flaw.sentence)
    if definition is None or flaws:
        raise typer.Exit(1)
    typer.echo("This form can be published.")


@app.command("schema")
def schema_(file: File) -> None:
    """Write what its answers look like, as JSON Schema 2020-12."""
    definition, flaws = read(file.read_bytes())
    if definition is None or flaws:
        typer.echo("There is something wrong with this form: see `redwell form check`.", err=True)
        raise typer.Exit(1)
    typer.echo(msgspec.json.format(msgspec.json.encode(schema(definition))).decode())
