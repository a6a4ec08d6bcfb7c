"""A converter of its own, where bubblewrap does not work, as in most containers.

`python -m services.files.converting.serving FOLDER`, in surroundings without a network or secrets:
takes one job after the other by a socket in the folder, which it shares with the files worker.
"""

import ctypes
import os
import pathlib
import signal
import socketserver
import sys

import msgspec

from backbone.confined import children, confinement, tree
from services.files.converting.conversing import SOCKET, Answer, Question
from services.files.converting.workshop import Here

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)
_LONGEST = 1024  # bytes of a question


class _Conversation(socketserver.StreamRequestHandler):
    timeout = 10.0  # seconds for a question to come

    def handle(self) -> None:
        question = msgspec.json.decode(self.rfile.readline(_LONGEST), type=Question)
        answer = _answer(self.server.here, question)  # type: ignore[attr-defined]
        self.wfile.write(msgspec.json.encode(answer) + b"\n")


class _Server(socketserver.UnixStreamServer):
    """One conversation at a time, so that whatever is left of a child can be told and ended."""

    def __init__(self, place: pathlib.Path) -> None:
        self.here = Here(place)
        super().__init__(str(place / SOCKET), _Conversation)


def _answer(here: Here, question: Question) -> Answer:
    confined = here.confinement()
    stands = Answer(kind=confined.kind, why=confined.why, office=here.has_office())
    if not question.step:
        return stands
    folder = here.place / pathlib.PurePath(question.folder).name
    try:
        here.do(question.step, folder, pathlib.PurePath(question.file).name)
    except (children.NotConfined, children.TookTooMuch, children.Broke) as error:
        return msgspec.structs.replace(stands, ended=type(error).__name__, about=str(error))
    finally:
        _end_what_is_left()
    return msgspec.structs.replace(stands, ended="well")


def _end_what_is_left() -> None:
    """A child's own children are ours once it has ended."""
    for pid in tree.below(os.getpid()):
        os.kill(pid, signal.SIGKILL)
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


def main() -> None:
    place = pathlib.Path(sys.argv[1])
    (place / SOCKET).unlink(missing_ok=True)
    os.umask(0o077)
    ctypes.CDLL(None, use_errno=True).prctl(_SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    confinement.found()
    with _Server(place) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
