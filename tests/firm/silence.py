"""A way to the broker that can fall silent: taking bytes, passing none on, like a stopped host."""

import contextlib
import socket
import threading
from collections.abc import Iterator


class Road:
    """Forwards connections on `port` to the broker's, until `silent` is set."""

    def __init__(self, target: int, port: int = 0) -> None:
        self.silent = threading.Event()
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", port))
        self._open: list[socket.socket] = [self._listener]
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        for each in self._open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._target))
                self._open += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while chunk := one.recv(65536):
                if not self.silent.is_set():
                    other.sendall(chunk)


@contextlib.contextmanager
def road_to(port: int) -> Iterator[Road]:
    road = Road(port)
    try:
        yield road
    finally:
        road.close()
