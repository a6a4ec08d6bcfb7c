"""A mail server that says what the test wants to hear: real refusals are hard to come by."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def answering(answers: dict[str, str], times: int = 1_000_000) -> Iterator[str]:
    """Its URL. It takes all e-mails, but answers these commands so, the first `times` times.

    `DATA` is answered after the e-mail's end; an empty answer is none at all.
    """
    with _Server(answers, times) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


class _Talk(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline():
            command = line.decode().strip().split(" ")[0].upper()
            if command == "DATA":
                self._take_email()
            if command == "QUIT" or not self._answer(command):
                return

    def _take_email(self) -> None:
        self._say("354 go on")
        while self.rfile.readline().strip(b"\r\n") != b".":
            pass

    def _answer(self, command: str) -> bool:
        """Whether to go on talking."""
        if answer := self.server.answer(command):
            self._say(answer)
        return not answer.startswith("421")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, answers: dict[str, str], times: int) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self._answers = answers
        self._left = dict.fromkeys(answers, times)

    def answer(self, command: str) -> str:
        if not self._left.get(command):
            return "250 fine"
        self._left[command] -= 1
        return self._answers[command]
