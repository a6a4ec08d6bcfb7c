"""The everyday events as verbs: `redwell firm say`, `invite`, `open`, `admit`, `remove`, …"""

import datetime
from typing import Annotated

import typer

from contracts import ids
from contracts.events.contacts import ContactInvited
from contracts.events.matters import (
    MatterClosed,
    MatterOpened,
    MatterParticipantAdded,
    MatterParticipantRemoved,
)
from contracts.events.messages import MessagePosted, PostedAbout
from contracts.values import Kind, is_possible
from firm.commands import Firm, Line, Wait, app, publishing

Matter = Annotated[str, typer.Argument(help="The firm's own id of the matter.")]
Contact = Annotated[str, typer.Argument(help="The firm's own id of the contact.")]
Name = Annotated[str, typer.Option(help="The name that others in the matter see.")]
Author = Annotated[str, typer.Option("--as", help="Contact id of the one who writes.")]


@app.command()
def say(
    matter: Matter,
    text: Annotated[str, typer.Argument(help="What to write.")],
    author: Author = "",
    message: Annotated[
        str, typer.Option("--id", help="Your own id of it; a new one when not given.")
    ] = "",
    answers: Annotated[str, typer.Option("--to", help="The message that it answers.")] = "",
    about: Annotated[str, typer.Option(help="The document that it is a comment on.")] = "",
    page: Annotated[int | None, typer.Option(min=1, help="Its page, counted from 1.")] = None,
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Write a message in a matter's conversation.

    Example: redwell firm say M-2031 "We filed the motion this morning." --as nora-calder
    """
    if page and not about:
        raise SystemExit("Say of which document it is the page, with --about.")
    with publishing(firm) as line:
        posted = MessagePosted(
            matter_id=matter,
            message_id=message or str(ids.new_id()),
            author_id=writer(line, author),
            body=text,
            posted_at=datetime.datetime.now(datetime.UTC),
            reply_to=answers,
            about=PostedAbout(document_id=about, page=page) if about else None,
        )
        line.send(posted, wait)


def writer(line: Line, named: str) -> str:
    """The contact id of who writes: the one that is named, or else the firm's usual one."""
    author = named or line.firm.firm_staff
    if not author:
        raise SystemExit("Say who writes with --as, or set REDWELL_FIRM_STAFF.")
    return author


@app.command()
def invite(
    contact: Contact,
    name: Name,
    email: Annotated[str, typer.Option(help="Where the contact reads mail.")],
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Let a contact in. The first message that waits for them brings the e-mail.

    Example: redwell firm invite c-17 --name "Maria Alvarez" --email maria.alvarez@example.com
    """
    with publishing(firm) as line:
        line.send(ContactInvited(contact_id=contact, name=name, email=email), wait)


@app.command("open")
def open_matter(
    matter: Matter,
    title: Annotated[str, typer.Option(help="What the case is called.")],
    number: Annotated[str, typer.Option(help="What people quote.")] = "",
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Open a matter, or open a closed one again.

    Example: redwell firm open M-2031 --title "Alvarez v. Lakeside" --number CV-2026-0147
    """
    with publishing(firm) as line:
        line.send(MatterOpened(matter_id=matter, title=title, number=number), wait)


@app.command()
def admit(
    matter: Matter,
    contact: Contact,
    name: Name,
    role: Annotated[str, typer.Option(help="What they are in this matter, in words.")],
    kind: Annotated[Kind, typer.Option(help="On which side they stand.")] = "client",
    since: Annotated[
        datetime.datetime | None,
        typer.Option(help="What is older stays hidden from them; now when not given."),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why a third party is present.")] = "",
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Let someone take part in a matter, or change the part they have.

    Example: redwell firm admit M-2031 c-17 --name "Maria Alvarez" --role Client
    """
    added = MatterParticipantAdded(
        matter_id=matter,
        contact_id=contact,
        name=name,
        kind=kind,
        role=role,
        from_date=since and _here(since),
        reason=reason,
    )
    with publishing(firm) as line:
        line.send(added, wait)


@app.command()
def remove(matter: Matter, contact: Contact, wait: Wait = 3.0, firm: Firm = "") -> None:
    """End someone's access to a matter. What they wrote stays.

    Example: redwell firm remove M-2031 c-17
    """
    with publishing(firm) as line:
        line.send(MatterParticipantRemoved(matter_id=matter, contact_id=contact), wait)


@app.command()
def close(matter: Matter, wait: Wait = 3.0, firm: Firm = "") -> None:
    """Close a matter: everything stays readable, nobody writes any more.

    Example: redwell firm close M-2031
    """
    with publishing(firm) as line:
        line.send(MatterClosed(matter_id=matter), wait)


def _here(given: datetime.datetime) -> datetime.datetime:
    """A moment as this machine's clock shows it."""
    if not is_possible(given.replace(tzinfo=datetime.UTC)):
        raise typer.BadParameter("It lies outside the years 1970 to 2199.", param_hint="--since")
    return given.astimezone()
