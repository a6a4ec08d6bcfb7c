"""What files are called that are drawn of forms. The worker asks it too, and has no eventlet."""

from contracts import texts

_LONGEST = 120  # characters of a form's title


def of(title: str, number: int) -> str:
    """Of the submission of this number."""
    again = f" ({number})" if number > 1 else ""
    return f"{texts.line(title)[:_LONGEST].rstrip()}{again}.pdf"
