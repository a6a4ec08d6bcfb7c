"""Turns an e-mail's template pair into subject, text and HTML.

Templates are `templates/<name>.txt.j2` and `templates/<name>.html.j2`. A name that a template uses
and nobody gave is an error, never an empty place.
"""

from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from contracts.colours import luminance
from services.notify.models import Firm


class Rendered(NamedTuple):
    subject: str
    text: str
    html: str


def render(template: str, *, subject: str, firm: Firm, **facts: Any) -> Rendered:
    """Both bodies of the e-mail `template`, which says that it comes on behalf of `firm`."""
    facts |= {
        "subject": subject,
        "firm": one_line(firm.name),
        "contact": one_line(firm.contact),
        "accent": firm.accent,
        "on_accent": readable_on(firm.accent),
    }
    text = _templates.get_template(f"{template}.txt.j2").render(facts)
    html = _templates.get_template(f"{template}.html.j2").render(facts)
    return Rendered(one_line(subject), text, html)


def one_line(text: str) -> str:
    """The text without line breaks and control characters, which have no place in a name."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def readable_on(colour: str) -> str:
    """Black or white, whichever stands out more on `#rrggbb` (relative luminance, WCAG 2.2)."""
    light = luminance(colour) + 0.05
    return "#ffffff" if 1.05 / light >= light / 0.05 else "#000000"


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
    autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
