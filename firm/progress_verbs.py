"""Where a matter stands, as a verb: `redwell firm progress`."""

import datetime
from typing import Annotated

import typer

from contracts.events.progress import MatterProgressed
from firm.commands import Firm, Wait, app, publishing
from firm.verbs import Matter


@app.command()
def progress(
    matter: Matter,
    stage: Annotated[str, typer.Argument(help="Where it stands now, in plain words.")],
    of: Annotated[list[str], typer.Option(help="A stage of all, in order; to be repeated.")] = [],  # noqa: B006
    since: Annotated[
        datetime.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Since which day.")
    ] = None,
    next_step: Annotated[str, typer.Option("--next", help="What happens next.")] = "",
    who: Annotated[str, typer.Option(help="Who has to do that.")] = "",
    on: Annotated[
        datetime.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="For which day.")
    ] = None,
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Tell where a matter stands, and what happens next.

    Example: redwell firm progress M-2031 "Waiting for the court" --next "The judge sets a date"
    """
    with publishing(firm) as line:
        line.send(
            MatterProgressed(
                matter_id=matter,
                stage=stage,
                stages=of,
                since=since and since.date(),
                next_step=next_step,
                who_acts=who,
                next_on=on and on.date(),
            ),
            wait,
        )
