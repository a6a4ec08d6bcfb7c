"""Turns an e-mail's template pair into subject, text and HTML.

What firms and people are called is set apart from the words around it: a Hebrew name reads from
right to left and turns nothing else around.

Templates are `templates/<name>.txt.j2` and `templates/<name>.html.j2`. A name that a template uses
and nobody gave is an error, never an empty place.
"""

import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from calendars.inviting import Invitation
from contracts.colours import luminance
from services.notify.models import Firm

# Line ends and controls; and what turns the text around it: embeddings, overrides, isolates.
_BREAKS = {"Cc", "Cs", "Zl", "Zp"}
_TURNS = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_LEFTWARD = {"R", "AL", "AN"}


class Rendered(NamedTuple):
    subject: str
    text: str
    html: str
    invitation: Invitation | None = None


def render(template: str, *, subject: str, firm: Firm, name: str = "", **facts: Any) -> Rendered:
    """Both bodies of the e-mail `template`, which says that it comes on behalf of `firm`.

    `name`: whom it greets.
    """
    names = {"firm": firm.name, "contact": firm.contact, "name": name}
    lines = {each: one_line(text) for each, text in names.items()}
    facts |= {
        "subject": one_line(subject),
        "accent": firm.accent,
        "on_accent": readable_on(firm.accent),
    }
    text = _templates.get_template(f"{template}.txt.j2").render(facts | _in_text(lines))
    html = _templates.get_template(f"{template}.html.j2").render(facts | _in_html(lines))
    return Rendered(facts["subject"], text, html)


def one_line(text: str) -> str:
    """The text as a name can hold it: no line breaks, controls or turns of direction.

    Joiners stay: Persian words and emoji are written with them.
    """
    return " ".join("".join(" " if _is_break(c) else c for c in text if c not in _TURNS).split())


def _is_break(character: str) -> bool:
    return unicodedata.category(character) in _BREAKS


def readable_on(colour: str) -> str:
    """Black or white, whichever stands out more on `#rrggbb` (relative luminance, WCAG 2.2)."""
    light = luminance(colour) + 0.05
    return "#ffffff" if 1.05 / light >= light / 0.05 else "#000000"


def _in_text(names: dict[str, str]) -> dict[str, str]:
    """Set apart where they run from right to left (FSI and PDI of UAX #9)."""
    return {
        each: f"\u2068{name}\u2069" if _leftward(name) else name for each, name in names.items()
    }


def _in_html(names: dict[str, str]) -> dict[str, str]:
    return {
        each: Markup("<bdi>{}</bdi>").format(name) if name else "" for each, name in names.items()
    }


def _leftward(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in _LEFTWARD for character in text)


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
    autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
