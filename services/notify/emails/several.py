"""Several things wait for someone who has an account: one e-mail for all of them."""

from services.notify.emails.rendering import Rendered, render
from services.notify.models import Firm, Person


def generate(firm: Firm, person: Person, link: str, host: str) -> Rendered:
    """`link`: the whole address behind the button; `host`: the part of it that people know."""
    return render(
        "several",
        subject=f"Several things from {firm.name} wait for you",
        firm=firm,
        name=person.name,
        link=link,
        host=host,
    )
