"""Firms: that there is one, and how its clients sign in."""

from typing import Annotated, Literal

from msgspec import Meta

from contracts.events.exchanges import FirmEvent, InternalEvent
from contracts.values import END, LINE, Name

# Letters a to z alone, and no punycode: what it shows is what it is.
Host = Annotated[
    str,
    Meta(
        pattern=rf"^(?!.*xn--)(?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.)+[a-z]{{2,63}}{END}",
        max_length=253,
        examples=["pay.example.com"],
    ),
]


class FirmRegistered(InternalEvent, frozen=True, kw_only=True):
    """A firm exists, with what its clients see of it. Sent again, it changes that.

    `contact`: how to reach the firm when stuck, as shown to people (phone or address).
    """

    type = "firm.registered"
    name: Name
    contact: Annotated[str, Meta(max_length=200, extra=LINE)] = ""
    accent: Annotated[str, Meta(pattern=rf"^#[0-9a-f]{{6}}{END}", examples=["#1f4f82"])] = "#1f4f82"


class FirmPolicyChanged(FirmEvent, frozen=True, kw_only=True):
    """What holds for the firm's clients; only what is given changes, from the next request on.

    `second_factors`: what counts beside the mailbox; authenticator apps and recovery codes always
    do. `email` means that the mailbox alone is enough. For an account that knows several firms the
    strictest of each holds. `remembered_days`: 0 for no remembered devices. `pay_hosts`: where the
    pay links of invoices may lead; an empty list lets them lead nowhere. `invitations_emailed`:
    whether appointments come by e-mail too, as invitations that calendars read; they say when, and
    not what for.
    """

    type = "firm.policy_changed"
    owner = "auth"
    second_factors: list[Literal["totp", "passkey", "email"]] | None = None
    idle_minutes: Annotated[int, Meta(ge=5, le=1440)] | None = None
    absolute_hours: Annotated[int, Meta(ge=1, le=720)] | None = None
    remembered_days: Annotated[int, Meta(ge=0, le=365)] | None = None
    receipts_shown: bool | None = None
    pay_hosts: Annotated[list[Host], Meta(max_length=20)] | None = None
    invitations_emailed: bool | None = None
