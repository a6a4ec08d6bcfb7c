"""A mail server that says what the test wants to hear: real refusals are hard to come by."""

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Url(str):
    """Where the server listens. `taken`: the e-mails it took, byte for byte; `heard`: commands."""

    taken: list[bytes]
    heard: list[str]


@contextmanager
def answering(
    answers: dict[str, str], times: int = 1_000_000, tls: ssl.SSLContext | None = None
) -> Iterator[Url]:
    """Its URL. It takes all e-mails, but answers these commands so, the first `times` times.

    A command may be named by its beginning, as `RCPT TO:<maria@`. `DATA` is answered after the
    e-mail's end; an empty answer is none at all.
    """
    with _Server(answers, times, tls) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        url = Url(f"{'smtps' if tls else 'smtp'}://127.0.0.1:{server.server_address[1]}")
        url.taken, url.heard = server.taken, server.heard
        try:
            yield url
        finally:
            server.shutdown()
            thread.join()


class _Talk(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline():
            command = line.decode().strip()
            self.server.heard.append(command)
            email = self._take_email() if command.upper() == "DATA" else b""
            answer = self.server.answer(command)
            if email and answer.startswith("250"):
                self.server.taken.append(email)
            if answer:
                self._say(answer)
            if command.upper() == "QUIT" or answer.startswith("421"):
                return

    def _take_email(self) -> bytes:
        self._say("354 go on")
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(line.removeprefix(b".") for line in lines)

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, answers: dict[str, str], times: int, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.taken: list[bytes] = []
        self.heard: list[str] = []
        self._answers = answers
        self._left = dict.fromkeys(answers, times)

    def answer(self, command: str) -> str:
        for beginning, answer in self._answers.items():
            if command.upper().startswith(beginning.upper()) and self._left[beginning]:
                self._left[beginning] -= 1
                return answer
        return "250 fine"
