"""The run folder: everything that a stack keeps, writes or listens on lives below it."""

import dataclasses
import json
import os
import pathlib
import re
import urllib.parse
from typing import Any

from deploy.local import ports
from deploy.local.announce import NotPossible

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
_STRANGE = re.compile(r"[^\w ./+@~,=-]")  # what configurations of the parts would read otherwise
BENCH = "bench.json"  # what `make bench` leaves, perhaps before there is a stack


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
        """Makes the folders. Raises NotPossible where they cannot be, or something else is."""
        self.require_own()
        if strange := set(_STRANGE.findall(str(self.folder))):
            raise NotPossible(f"The run folder's path may not hold {' '.join(sorted(strange))}.")
        try:
            self._make()
        except OSError as error:
            why = f"{error.filename}: {error.strerror}"
            raise NotPossible(f"The run folder cannot be made or used: {why}.") from error

    def require_own(self) -> None:
        """Raises NotPossible where the folder holds what no stack has put there."""
        found = set(os.listdir(self.folder)) - {BENCH} if self.folder.is_dir() else set()
        if found and "secrets.json" not in found:
            raise NotPossible(
                f"{self.folder} holds something else than a stack of Redwell's. "
                "Say another folder with REDWELL_RUN."
            )

    def _make(self) -> None:
        """Other users may pass through, as the database's own user must."""
        for folder in (self.folder, self.data, self.log):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o711)
        for folder in (self.folder / "env", self.folder / "firms"):
            folder.mkdir(exist_ok=True, mode=0o700)


def chosen() -> Run:
    """From `REDWELL_RUN` and `REDWELL_PORT_BASE`; a folder keeps the ports of its first start.

    Raises NotPossible and ports.NoBase.
    """
    asked = ports.asked()
    folder = (REPOSITORY / (os.environ.get("REDWELL_RUN") or ".run")).resolve()
    return Run(folder, ports.from_base(_kept_base(folder) or asked or ports.DEFAULT_BASE))


def _kept_base(folder: pathlib.Path) -> int | None:
    file = folder / "stack.json"
    try:
        portal: str = json.loads(file.read_text())["portal"]
        return urllib.parse.urlsplit(portal).port
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise NotPossible(f"{file} cannot be read: {error.strerror}.") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise NotPossible(f"{file} is not as a start has written it.") from error


def write_private(path: pathlib.Path, text: str) -> None:
    """Writes at once and whole, readable by the owner only."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


def write_private_json(path: pathlib.Path, value: dict[str, Any]) -> None:
    write_private(path, json.dumps(value, indent=2) + "\n")
