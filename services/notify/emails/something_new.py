"""Something waits for someone who has an account. It says that, and not what."""

from services.notify.emails.rendering import Rendered, render
from services.notify.models import Firm, Person


def generate(firm: Firm, person: Person, link: str, host: str) -> Rendered:
    """`link`: the whole address behind the button; `host`: the part of it that people know."""
    return render(
        "something_new",
        subject=f"Something new from {firm.name} waits for you",
        firm=firm,
        name=person.name,
        link=link,
        host=host,
    )
