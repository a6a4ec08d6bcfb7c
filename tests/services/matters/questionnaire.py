"""A small form with a bit of everything, as the firm of a test asks for it."""

from typing import Any

import msgspec

from contracts.forms.questions import Definition

HOLDS = {"op": "is", "question": "married", "value": True}


def label(words: str) -> dict[str, str]:
    return {"en": words}


def definition(*, title: str = "New client") -> Definition:
    """full_name, married, spouse (if married), papers (optional), children (a group), signed."""
    questions: list[dict[str, Any]] = [
        {"kind": "text", "id": "full_name", "label": label("Your full name")},
        {"kind": "yes_no", "id": "married", "label": label("Are you married?")},
        {"kind": "text", "id": "spouse", "label": label("Spouse"), "asked_if": HOLDS},
        {"kind": "files", "id": "papers", "label": label("Papers"), "required": False},
        {
            "kind": "group",
            "id": "children",
            "label": label("Children"),
            "row": label("Child"),
            "questions": [{"kind": "text", "id": "child_name", "label": label("Name")}],
        },
    ]
    signature = {
        "kind": "signature",
        "id": "signed",
        "label": label("Sign"),
        "statement": label("What I say is true."),
        "version": "2026-1",
    }
    pages = [
        {"id": "you", "title": label("You"), "sections": [{"questions": questions}]},
        {"id": "end", "title": label("Sign"), "sections": [{"questions": [signature]}]},
    ]
    form = {"languages": ["en"], "title": label(title), "pages": pages}
    return msgspec.convert(form, Definition)
