"""A new link in place of one that ran out, as somebody asked for it on the page of the old one."""

from services.notify.emails.rendering import Rendered, render
from services.notify.models import Firm


def generate(firm: Firm, name: str, link: str, host: str) -> Rendered:
    """`link`: the whole address behind the button; `host`: the part of it that people know."""
    return render(
        "new_link",
        subject=f"Your new link to {firm.name}",
        firm=firm,
        name=name,
        link=link,
        host=host,
    )
