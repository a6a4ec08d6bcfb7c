"""What keeps a child from the network, from secrets and from all files but its own.

Found out once, by trying: bubblewrap where it works, else surroundings that have none of these
either, such as a container without a network. Where there is neither nothing is converted.
"""

import dataclasses
import functools
import itertools
import os
import pathlib
import shutil
import subprocess
import sys

_TRIES_FOR = 10.0  # seconds
_SECRETS = "REDWELL_"  # begins the names of settings, some of which are secret

# All of ours that a child can read.
_CODE = [str(pathlib.Path(__file__).resolve().parents[2] / name) for name in ("services", "papers")]
# What LibreOffice and its fonts want, where it is there.
_WANTED = ("/etc/fonts", "/etc/libreoffice", "/etc/ld.so.cache", "/var/cache/fontconfig")


@dataclasses.dataclass(frozen=True)
class Confinement:
    """`kind`: `bubblewrap`, `surroundings`, or empty where there is none; then `why`."""

    kind: str
    why: str = ""

    def __bool__(self) -> bool:
        return bool(self.kind)

    def around(self, command: list[str], folder: pathlib.Path) -> list[str]:
        """The command, in `folder`, as it is to be run with an empty environment."""
        return [*bubble(folder), *command] if self.kind == "bubblewrap" else command


@functools.cache
def found() -> Confinement:
    """What this process can put around its children."""
    if not (no_bubble := _why_no_bubble()):
        return Confinement("bubblewrap")
    if not (open_here := _why_not_confined_itself()):
        return Confinement("surroundings")
    return Confinement("", f"{no_bubble}, and {open_here}")


def has_bubbles() -> bool:
    return found().kind == "bubblewrap"


def _why_no_bubble() -> str:
    if not shutil.which("bwrap"):
        return "bubblewrap is not installed"
    command = [*bubble(pathlib.Path("/usr")), "/usr/bin/true"]
    try:
        done = subprocess.run(command, env={}, capture_output=True, timeout=_TRIES_FOR, check=False)  # noqa: S603 - fixed
    except subprocess.TimeoutExpired:
        return "bubblewrap does not come to an end here"
    return "" if done.returncode == 0 else "bubblewrap may not work here"


def _why_not_confined_itself() -> str:
    """Empty where this process has neither a network nor anything secret in its environment."""
    if _routes():
        return "there is a network here"
    if any(name.startswith(_SECRETS) for name in os.environ):
        return "there are settings here that may be secret"
    return ""


def _routes() -> list[str]:
    """Ways that lead out of this machine, or container (proc(5))."""
    v4, v6 = pathlib.Path("/proc/net/route"), pathlib.Path("/proc/net/ipv6_route")
    found = v4.read_text().splitlines()[1:]
    return found + [
        line
        for line in (v6.read_text().splitlines() if v6.exists() else [])
        if not line.endswith(" lo")
    ]


def bubble(folder: pathlib.Path, readable: str = "") -> list[str]:
    """Bubblewrap's part of a command.

    A user namespace always, even for root, who would keep all capabilities otherwise. Nothing but
    `folder` can be written to, neither the root, which is memory, nor `/dev/shm`. `readable`: one
    more folder that can be read.
    """
    parts = [shutil.which("bwrap") or "bwrap", "--unshare-all", "--unshare-user"]
    parts += ["--disable-userns", "--cap-drop", "ALL", "--uid", "65534", "--gid", "65534"]
    parts += ["--die-with-parent", "--new-session", "--proc", "/proc", "--dev", "/dev"]
    parts += itertools.chain.from_iterable(_readable())
    if readable:
        parts += ["--ro-bind", readable, readable]
    # LibreOffice keeps its pipe in one of two places, whatever it is told.
    for place in (str(folder), "/var/tmp"):  # noqa: S108 - the child's own
        parts += ["--bind", str(folder), place]
    parts += ["--chdir", str(folder)]
    return [*parts, "--remount-ro", "/dev", "--remount-ro", "/", "--"]


@functools.cache
def _readable() -> list[list[str]]:
    """Programs, libraries and fonts, the Python that runs this, and the services' code."""
    places = [["--ro-bind", "/usr", "/usr"]]
    for name in ("/bin", "/lib", "/lib64", "/lib32", "/sbin"):
        if os.path.islink(name):
            places.append(["--symlink", os.readlink(name), name])
        elif os.path.isdir(name):
            places.append(["--ro-bind", name, name])
    places += [["--ro-bind-try", path, path] for path in _WANTED]
    own = (sys.base_prefix, sys.prefix, *_CODE)
    return places + [["--ro-bind", path, path] for path in own if not path.startswith("/usr")]
