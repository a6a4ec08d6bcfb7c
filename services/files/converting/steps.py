"""What children do, by name: a fixed command each, and what it may take."""

import dataclasses
import pathlib
import shutil
import sys
from collections.abc import Callable

from backbone.confined.children import MB, Limits

GB = 1024 * MB


@dataclasses.dataclass(frozen=True, kw_only=True)
class Step:
    """`command` for a file in a folder; `largest`: bytes of a file that it is let to read."""

    command: Callable[[pathlib.Path, str], list[str]]
    limits: Limits
    largest: int


def _reads(kind: str) -> Callable[[pathlib.Path, str], list[str]]:
    """Neither the folder nor the environment gets a say in what Python imports."""
    python = [sys.executable, "-I", "-B", "-m", "services.files.converting.inside", kind]
    return lambda _folder, file: [*python, file]


def _prints(folder: pathlib.Path, file: str) -> list[str]:
    """Into a PDF beside the file; the profile is new each time, so nothing is kept in it."""
    command = [
        office() or "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
    ]
    command += ["--norestore", "--nologo", "--nolockcheck", "--convert-to", "pdf"]
    return [*command, "--outdir", str(folder), file]


def office() -> str | None:
    """Where LibreOffice is, if it is installed."""
    return shutil.which("soffice", path="/usr/bin:/bin")


_SHORT = Limits(memory=1 * GB, cpu=20, wall=45, output=200 * MB)
_LONG = Limits(memory=2 * GB, cpu=60, wall=120, output=600 * MB)

STEPS = {
    "looks": Step(command=_reads("looks"), limits=_SHORT, largest=300 * MB),
    "images": Step(command=_reads("images"), limits=_SHORT, largest=100 * MB),
    "pdf": Step(command=_reads("pdf"), limits=_LONG, largest=300 * MB),
    "printed": Step(command=_reads("printed"), limits=_LONG, largest=300 * MB),
    "sheets": Step(command=_reads("sheets"), limits=_SHORT, largest=50 * MB),
    "texts": Step(command=_reads("texts"), limits=_SHORT, largest=300 * MB),
    "mails": Step(command=_reads("mails"), limits=_LONG, largest=100 * MB),
    "office": Step(command=_prints, limits=_LONG, largest=50 * MB),
}
LARGEST = max(step.largest for step in STEPS.values())
