"""How a firm's clients sign in, as verbs: `redwell firm policy`, `redwell firm reset-factors`."""

import enum
from typing import Annotated

import msgspec
import typer

from contracts.events.contacts import ContactFactorsReset
from contracts.events.firms import FirmPolicyChanged
from firm.commands import Firm, Wait, app, publishing


class Factor(enum.StrEnum):
    TOTP = "totp"
    PASSKEY = "passkey"
    EMAIL = "email"


@app.command()
def policy(
    second_factor: Annotated[
        list[Factor] | None,
        typer.Option(help="What counts beside the mailbox; give it again for each."),
    ] = None,
    idle_minutes: Annotated[
        int | None, typer.Option(min=5, max=1440, help="Signed out after so long unused.")
    ] = None,
    absolute_hours: Annotated[
        int | None, typer.Option(min=1, max=720, help="Signed out after so long in any case.")
    ] = None,
    remembered_days: Annotated[
        int | None, typer.Option(min=0, max=365, help="How long a device is remembered; 0: never.")
    ] = None,
    receipts: Annotated[
        bool | None,
        typer.Option("--receipts/--no-receipts", help="Whether participants see who has read."),
    ] = None,
    invitations: Annotated[
        bool | None,
        typer.Option("--invitations/--no-invitations", help="Whether appointments are e-mailed."),
    ] = None,
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Change what holds for clients, from their next request on. What is not given stays.

    Example: redwell firm policy --second-factor totp --second-factor passkey --idle-minutes 30
    """
    given = {
        "second_factors": second_factor or None,
        "idle_minutes": idle_minutes,
        "absolute_hours": absolute_hours,
        "remembered_days": remembered_days,
        "receipts_shown": receipts,
        "invitations_emailed": invitations,
    }
    changed = msgspec.convert(given, FirmPolicyChanged)
    if changed == FirmPolicyChanged():
        raise SystemExit("Say what is to change; see: redwell firm policy --help")
    with publishing(firm) as line:
        line.send(changed, wait)


@app.command("reset-factors")
def reset_factors(
    contact: Annotated[str, typer.Argument(help="The firm's own id of the contact.")],
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Let a contact who lost everything set up their sign-in anew. All their sessions end.

    Make sure by your own means who is asking.
    Example: redwell firm reset-factors c-17
    """
    with publishing(firm) as line:
        line.send(ContactFactorsReset(contact_id=contact), wait)
