"""How the worker speaks with a converter: a line each way, by a socket in the folder they share."""

import pathlib
import socket
from typing import Literal

import msgspec

from backbone.confined import children
from backbone.confined.confinement import Confinement
from services.files.converting.steps import STEPS

SOCKET = "socket"
_LONGEST = 4096  # bytes of an answer
_AT_ONCE = 3.0  # seconds for an answer to come that takes no work
_IN_TURN = 300.0  # seconds that others may take before it is one's turn


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Take a step on a file in a folder; without a step only: how do you stand?"""

    step: str = ""
    folder: str = ""
    file: str = ""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    why: str
    office: bool
    ended: Literal["", "well", "NotConfined", "TookTooMuch", "Broke"] = ""
    about: str = ""


class There:
    """A workshop in another container; what it leaves is as little trusted as what a child does."""

    def __init__(self, place: pathlib.Path) -> None:
        self.place = place

    def confinement(self) -> Confinement:
        try:
            answer = self._ask(Question(), _AT_ONCE + _IN_TURN)
        except children.NotConfined as error:
            return Confinement("", str(error))
        return Confinement(answer.kind, answer.why)

    def has_office(self) -> bool:
        return self._ask(Question(), _AT_ONCE + _IN_TURN).office

    def do(self, step: str, folder: pathlib.Path, file: str) -> None:
        question = Question(step=step, folder=folder.name, file=file)
        answer = self._ask(question, STEPS[step].limits.wall + _IN_TURN)
        if answer.ended != "well":
            raise getattr(children, answer.ended)(answer.about)

    def _ask(self, question: Question, within: float) -> Answer:
        """Raises NotConfined where nobody answers: then nothing is known of what would keep in."""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(within)
                line.connect(str(self.place / SOCKET))
                line.sendall(msgspec.json.encode(question) + b"\n")
                with line.makefile("rb") as answers:
                    return msgspec.json.decode(answers.readline(_LONGEST), type=Answer)
        except (OSError, msgspec.DecodeError) as error:
            raise children.NotConfined("the converter does not answer") from error
