"""Speaks with a stack's supervisord, over its socket in the run folder. Standard library only."""

import http.client
import os
import pathlib
import socket
import time
import xmlrpc.client
from collections.abc import Iterable
from typing import Any
from xml.parsers.expat import ExpatError

SOCKET = "supervisor.sock"
PATIENCE = 5.0  # seconds for one answer
_UP = ("STARTING", "RUNNING", "BACKOFF")


class _Connection(http.client.HTTPConnection):
    def __init__(self, folder: pathlib.Path) -> None:
        super().__init__("localhost", timeout=PATIENCE)
        self.folder = folder

    def connect(self) -> None:
        # Through a descriptor: the path of a Unix socket may have 107 bytes only.
        folder = os.open(self.folder, os.O_PATH)
        try:
            self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.sock.settimeout(self.timeout)
            self.sock.connect(f"/proc/self/fd/{folder}/{SOCKET}")
        finally:
            os.close(folder)


class _Transport(xmlrpc.client.Transport):
    def __init__(self, folder: pathlib.Path) -> None:
        super().__init__()
        self.folder = folder

    def make_connection(self, host: Any) -> _Connection:
        return _Connection(self.folder)


# What asking a supervisor raises that is away, or just leaving.
_UNANSWERED = (OSError, http.client.HTTPException, xmlrpc.client.Error, ExpatError)


class Supervisor:
    """`OSError` from any call means that supervisord isn't there."""

    def __init__(self, folder: pathlib.Path) -> None:
        proxy = xmlrpc.client.ServerProxy("http://localhost", transport=_Transport(folder))
        self.rpc: Any = proxy.supervisor

    def alive(self) -> bool:
        try:
            return bool(self.rpc.getState()["statename"] == "RUNNING")
        except _UNANSWERED:
            return False

    def processes(self) -> dict[str, dict[str, Any]]:
        """By name: `statename`, `pid` (0 when not running), `start` (Unix time), …"""
        return {process["name"]: process for process in self.rpc.getAllProcessInfo()}

    def running(self) -> set[str]:
        """The names of what runs or is being started; none when supervisord isn't there."""
        if not self.alive():
            return set()
        return {name for name, each in self.processes().items() if each["statename"] in _UP}

    def start(self, name: str) -> None:
        """Asks for it, doesn't wait; already running is fine."""
        try:
            self.rpc.startProcess(name, False)
        except xmlrpc.client.Fault as fault:
            if "ALREADY_STARTED" not in fault.faultString:
                raise

    def stop(self, names: Iterable[str], patience: float = 40.0) -> None:
        """All at the same time, and waits for them."""
        names = set(names)
        for name, process in self.processes().items():
            if name in names and process["statename"] in _UP:
                self.rpc.stopProcess(name, False)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not any(p["pid"] for name, p in self.processes().items() if name in names):
                return
            time.sleep(0.1)

    def shut_down(self) -> None:
        self.rpc.shutdown()

    def update(self) -> None:
        """Takes over a changed configuration: restarts what changed, leaves the rest alone."""
        added, changed, removed = self.rpc.reloadConfig()[0]
        self.stop(changed + removed)
        for name in changed + removed:
            self.rpc.removeProcessGroup(name)
        for name in added + changed:
            self.rpc.addProcessGroup(name)
