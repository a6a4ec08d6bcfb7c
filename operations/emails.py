"""`redwell emails list|count|resend|bounced`: what became of each e-mail, without its content."""

import os
import sys
import uuid
from typing import Annotated

import typer

from backbone.calls.asking import ask
from contracts.calls.notify import (
    CheckMail,
    CountEmails,
    EmailCounts,
    EmailRecord,
    EmailState,
    ListEmails,
    ReportBounce,
    ResendEmails,
)
from contracts.errors import DomainError
from operations import bounces
from operations.asking import amqp_url, ask_service, print_json
from operations.health import NotHealthy

app = typer.Typer(help="What became of each e-mail.", no_args_is_help=True)

DEADLINE = 10.0  # seconds; a mail server waits for the command

Firm = Annotated[str, typer.Option(help="Of one firm only.")]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


@app.command("list")
def list_emails(
    firm: Firm = "",
    state: Annotated[EmailState | None, typer.Option(help="Only those in this state.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    *,
    json: Json = False,
) -> None:
    """List e-mails, newest first; addresses are masked."""
    items = _newest(firm, state, limit)
    if json:
        print_json(items)
        return
    for email in items:
        typer.echo(f"{email.queued_at:%Y-%m-%d %H:%M:%S}  {email.state:8} {_what(email)}")
        if email.reason:
            typer.echo(f"    after {email.attempts} tries: {email.reason}")
    if not items:
        typer.echo("There are no such e-mails.")


@app.command("count")
def count_emails(firm: Firm = "", *, json: Json = False) -> None:
    """Count e-mails by what became of them."""
    counts = ask_service(CountEmails(firm_id=firm))
    if json:
        print_json(counts)
        return
    for state in EmailCounts.__struct_fields__:
        typer.echo(f"{state:12}{getattr(counts, state):8}")


@app.command("resend")
def resend_emails(
    email: Annotated[
        uuid.UUID | None, typer.Argument(help="One of them: its Message-ID up to the @.")
    ] = None,
    firm: Firm = "",
) -> None:
    """Try again at once what the mail server did not take; one by id even if refused for good."""
    resent = ask_service(ResendEmails(firm_id=firm, email_id=email))
    typer.echo(f"{resent.emails} to be sent again.")


@app.command("bounced")
def take_report(
    to: Annotated[str, typer.Option(help="The address that the report came to.")] = "",
) -> None:
    """Read a delivery report (RFC 3464) on standard input, as a mail server hands it over.

    Exit code 75 when it is to be handed over again later (EX_TEMPFAIL).
    """
    report = bounces.read(sys.stdin.buffer.read())
    if report is None:
        typer.echo("This is no report of a failed delivery.")
        return
    addresses = [each for each in (to, *report.addresses) if each][:50]
    try:
        call = ReportBounce(addresses=addresses, status=report.status)
        taken = ask(amqp_url(), call, deadline=DEADLINE)
    except DomainError as error:
        typer.echo(error.text, err=True)
        raise typer.Exit(os.EX_TEMPFAIL if error.retryable else 0) from error
    typer.echo(f"{taken.email_id} {taken.state}")


def check(amqp: str) -> None:
    """Raises NotHealthy when e-mails wait because the mail server takes none from us."""
    trouble = ask(amqp, CheckMail(), deadline=3.0)
    if trouble.waiting:
        since = f"since {trouble.since:%Y-%m-%d %H:%M} UTC" if trouble.since else ""
        raise NotHealthy(f"{trouble.waiting} e-mails wait {since}: {trouble.reason}")


def _newest(firm: str, state: EmailState | None, limit: int) -> list[EmailRecord]:
    found: list[EmailRecord] = []
    cursor: str | None = ""
    while cursor is not None and len(found) < limit:
        some = min(limit - len(found), 100)
        call = ListEmails(firm_id=firm, state=state or "", cursor=cursor, limit=some)
        page = ask_service(call)
        found += page.items
        cursor = page.next
    return found


def _what(email: EmailRecord) -> str:
    return f"{email.kind:12} {email.firm_id}  {email.address}  {email.message_id}"
