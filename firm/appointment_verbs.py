"""Appointments as verbs: `redwell firm schedule` and `cancel-appointment`."""

from typing import Annotated

import typer

from contracts import ids
from contracts.events.appointments import AppointmentCancelled, AppointmentScheduled
from firm.commands import Firm, Wait, app, publishing
from firm.task_verbs import Documents, Id, Reason
from firm.verbs import Author, Matter, writer


@app.command()
def schedule(
    matter: Matter,
    title: Annotated[str, typer.Argument(help="What it is called.")],
    starts: Annotated[str, typer.Argument(help="As clocks show it there: 2026-12-01T10:00.")],
    ends: Annotated[str, typer.Argument(help="The same; or give days for both.")],
    to: Annotated[list[str], typer.Option(help="Contact id of one who comes; may be repeated.")],
    zone: Annotated[str, typer.Option(help="The zone of these clocks.")] = "America/Chicago",
    place: Annotated[str, typer.Option(help="Where.")] = "",
    video: Annotated[str, typer.Option(help="The link to a video call.")] = "",
    text: Annotated[str, typer.Option(help="How to prepare.")] = "",
    document: Documents = [],  # noqa: B006
    appointment: Id = "",
    author: Author = "",
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Make an appointment; with the id of one that is there, change it.

    Example: redwell firm schedule M-2031 "Meeting" 2026-12-01T10:00 2026-12-01T11:00 --to c-17
    """
    with publishing(firm) as line:
        line.send(
            AppointmentScheduled(
                matter_id=matter,
                appointment_id=appointment or str(ids.new_id()),
                author_id=writer(line, author),
                title=title,
                starts=starts,
                ends=ends,
                time_zone=zone,
                participants=to,
                place=place,
                video_link=video,
                preparation=text,
                documents=document,
            ),
            wait,
        )


@app.command("cancel-appointment")
def cancel_appointment(
    appointment: Annotated[str, typer.Argument(help="The firm's own id of the appointment.")],
    reason: Reason = "",
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Call an appointment off. It stays in everyone's list, as cancelled.

    Example: redwell firm cancel-appointment a-4711 --reason "The hearing was moved."
    """
    with publishing(firm) as line:
        line.send(AppointmentCancelled(appointment_id=appointment, reason=reason), wait)
