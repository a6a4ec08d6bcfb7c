"""What is done with a message that stands, as verbs: `redwell firm correct`, `recall`, `pin`, …"""

from typing import Annotated

import typer

from contracts.events.messages import (
    MessageCorrected,
    MessagePinAdded,
    MessagePinRemoved,
    MessageRecalled,
    StandingMessageEvent,
)
from firm.commands import Firm, Wait, app, publishing
from firm.verbs import Author, Matter, writer

Message = Annotated[str, typer.Argument(help="The firm's own id of the message, or Redwell's.")]


@app.command()
def correct(
    matter: Matter,
    message: Message,
    text: Annotated[str, typer.Argument(help="What it is to say.")],
    author: Author = "",
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Edit a message of the firm's own; what it said before can still be reviewed.

    Example: redwell firm correct M-2031 msg-4711 "We filed the motion at noon."
    """
    _send(MessageCorrected, matter, message, author, wait, firm, body=text)


@app.command()
def recall(
    matter: Matter, message: Message, author: Author = "", wait: Wait = 3.0, firm: Firm = ""
) -> None:
    """Withdraw a message of the firm's own: nobody reads it any more.

    Example: redwell firm recall M-2031 msg-4711
    """
    _send(MessageRecalled, matter, message, author, wait, firm)


@app.command()
def pin(
    matter: Matter, message: Message, author: Author = "", wait: Wait = 3.0, firm: Firm = ""
) -> None:
    """Pin a message for all who see it.

    Example: redwell firm pin M-2031 msg-4711
    """
    _send(MessagePinAdded, matter, message, author, wait, firm)


@app.command()
def unpin(
    matter: Matter, message: Message, author: Author = "", wait: Wait = 3.0, firm: Firm = ""
) -> None:
    """Take a message's pin away.

    Example: redwell firm unpin M-2031 msg-4711
    """
    _send(MessagePinRemoved, matter, message, author, wait, firm)


def _send(
    kind: type[StandingMessageEvent],
    matter: str,
    message: str,
    author: str,
    wait: float,
    firm: str,
    **more: str,
) -> None:
    with publishing(firm) as line:
        by = writer(line, author)
        line.send(kind(matter_id=matter, message_id=message, author_id=by, **more), wait)
