"""The run folder: everything that a stack keeps, writes or listens on lives below it."""

import dataclasses
import json
import os
import pathlib
from typing import Any

from deploy.local import ports

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


@dataclasses.dataclass(frozen=True)
class Run:
    folder: pathlib.Path
    ports: ports.Ports

    @property
    def data(self) -> pathlib.Path:
        return self.folder / "data"

    @property
    def log(self) -> pathlib.Path:
        return self.folder / "log"

    @property
    def stack_file(self) -> pathlib.Path:
        return self.folder / "stack.json"

    def make(self) -> None:
        """Makes the folders; other users may pass through, as the database's own user must."""
        for folder in (self.folder, self.data, self.log):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o711)
        for folder in (self.folder / "env", self.folder / "firms"):
            folder.mkdir(exist_ok=True, mode=0o700)


def chosen() -> Run:
    """From `REDWELL_RUN` and `REDWELL_PORT_BASE`."""
    folder = pathlib.Path(os.environ.get("REDWELL_RUN") or ".run")
    return Run((REPOSITORY / folder).resolve(), ports.chosen())


def write_private(path: pathlib.Path, text: str) -> None:
    """Writes at once and whole, readable by the owner only."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


def write_private_json(path: pathlib.Path, value: dict[str, Any]) -> None:
    write_private(path, json.dumps(value, indent=2) + "\n")
