"""A wire to the broker that a test can cut, or hold so that nothing passes."""

import contextlib
import socket
import threading
import urllib.parse
from collections.abc import Iterator


class Wire:
    """Forwards TCP connections made to `url`."""

    def __init__(self, target: str) -> None:
        self._target = urllib.parse.urlsplit(target)
        self._passing = threading.Event()
        self._passing.set()
        self._ends: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        login = self._target.netloc.rpartition("@")[0]
        self.url = self._target._replace(netloc=f"{login}@127.0.0.1:{port}").geturl()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every connection; new ones may be made."""
        while self._ends:
            with contextlib.suppress(OSError):
                self._ends.pop().shutdown(socket.SHUT_RDWR)

    def hold(self) -> None:
        """Let nothing pass, as when the broker is stopped: connections stay open and silent."""
        self._passing.clear()

    def release(self) -> None:
        self._passing.set()

    def close(self) -> None:
        self.release()
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection((self._target.hostname, self._target.port))
                self._ends += [near, far]
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._passing.wait()
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def wire(target: str) -> Iterator[Wire]:
    one = Wire(target)
    try:
        yield one
    finally:
        one.close()
