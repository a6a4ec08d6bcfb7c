"""An appointment for the calendar of who has an account: it says when, and not what for."""

from typing import Literal

from calendars.inviting import Invitation
from services.notify.emails.rendering import Rendered, render
from services.notify.models import Firm, Person

News = Literal["made", "moved", "cancelled", "left"]
SUBJECTS: dict[News, str] = {
    "made": "An appointment with {}",
    "moved": "An appointment with {} has moved",
    "cancelled": "An appointment with {} is cancelled",
    "left": "An appointment with {} is no longer yours",
}


def generate(
    firm: Firm, person: Person, news: News, link: str, host: str, invitation: Invitation
) -> Rendered:
    """`link`: the whole address behind the button; `host`: the part of it that people know."""
    rendered = render(
        "invitation",
        subject=SUBJECTS[news].format(firm.name),
        firm=firm,
        name=person.name,
        news=news,
        link=link,
        host=host,
    )
    return rendered._replace(invitation=invitation)
