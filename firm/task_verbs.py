"""Tasks as verbs: `redwell firm assign` and `cancel-task`."""

import datetime
from typing import Annotated

import typer

from contracts import ids
from contracts.events.tasks import TaskAssigned, TaskCancelled
from firm.commands import Firm, Wait, app, publishing
from firm.verbs import Author, Matter, writer

Id = Annotated[str, typer.Option("--id", help="Your own id of it; a new one when not given.")]
Documents = Annotated[
    list[str], typer.Option("--document", help="Your own id of a document that goes with it.")
]
Reason = Annotated[str, typer.Option(help="Shown to those whom it concerns.")]


@app.command()
def assign(
    matter: Matter,
    title: Annotated[str, typer.Argument(help="What is to be done, in a line.")],
    to: Annotated[list[str], typer.Option(help="Contact id of one who is asked; may be repeated.")],
    due: Annotated[
        datetime.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day.")
    ] = None,
    text: Annotated[str, typer.Option(help="All that is to be said of it.")] = "",
    step: Annotated[list[str], typer.Option(help="A step to tick; may be repeated.")] = [],  # noqa: B006
    document: Documents = [],  # noqa: B006
    task: Id = "",
    author: Author = "",
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Ask people to do something; with the id of a task that is there, change it.

    Example: redwell firm assign M-2031 "Sign the fee agreement" --to c-17 --due 2026-12-04
    """
    with publishing(firm) as line:
        line.send(
            TaskAssigned(
                matter_id=matter,
                task_id=task or str(ids.new_id()),
                author_id=writer(line, author),
                title=title,
                assignees=to,
                text=text,
                due=due and due.date(),
                documents=document,
                steps=step,
            ),
            wait,
        )


@app.command("cancel-task")
def cancel_task(
    task: Annotated[str, typer.Argument(help="The firm's own id of the task.")],
    reason: Reason = "",
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Let nobody do it any more. What is done stays done.

    Example: redwell firm cancel-task t-4711 --reason "We have it already."
    """
    with publishing(firm) as line:
        line.send(TaskCancelled(task_id=task, reason=reason), wait)
