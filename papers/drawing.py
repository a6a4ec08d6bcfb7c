"""Draws one paper, in a child with an end to all it may take."""

import dataclasses
import pathlib
import sys
import tempfile
import threading

import msgspec

from backbone.confined import children
from backbone.confined.children import MB, Limits
from papers.breaking import breakable
from papers.inside import DATA, PAPER, PLAIN

LARGEST = 2 * MB  # of the data, as JSON
_AT_ONCE = threading.BoundedSemaphore(2)  # a child takes a core for itself
_LIMITS = Limits(memory=2048 * MB, cpu=10, wall=20, output=50 * MB)


class NotDrawn(Exception):
    """The paper could not be drawn; the message says at what it failed, and nothing of the data."""


@dataclasses.dataclass(frozen=True)
class Paper:
    """A PDF, tagged; `lasting`: by PDF/A-2a and PDF/UA-1.

    They allow no sign that no font has: a paper with one in it is drawn without them.
    """

    content: bytes
    lasting: bool


def draw(template: str, data: object) -> Paper:
    """The template with the data in it. Blocks until it is there. Raises NotDrawn."""
    said = msgspec.json.encode(breakable(data), order="deterministic")
    if len(said) > LARGEST:
        raise NotDrawn("the data are too many")
    with _AT_ONCE, tempfile.TemporaryDirectory(prefix="paper-") as place:
        folder = pathlib.Path(place).resolve()
        (folder / DATA).write_bytes(said)
        try:
            # What strangers wrote is data here and never read as a format of its own: where nothing
            # keeps a child in, its limits and its empty environment must do.
            children.run(_command(template), folder, _LIMITS, must_be_confined=False)
            content = (folder / PAPER).read_bytes()
        except (children.TookTooMuch, children.Broke, FileNotFoundError) as error:
            raise NotDrawn(f"the template '{template}': {error}") from error
        return Paper(content, lasting=not (folder / PLAIN).exists())


def _command(template: str) -> list[str]:
    return [sys.executable, "-I", "-B", "-m", "papers.inside", template]
