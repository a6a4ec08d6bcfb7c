"""`redwell emails list|count`: what became of each e-mail, without its content."""

from typing import Annotated

import typer

from contracts.calls.notify import (
    CountEmails,
    EmailCounts,
    EmailRecord,
    EmailState,
    ListEmails,
)
from operations.asking import ask_service, print_json

app = typer.Typer(help="What became of each e-mail.", no_args_is_help=True)

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
