"""The Debian packages, installed without starting or leaving anything that wasn't asked for."""

import contextlib
import os
import pathlib
import shutil
import subprocess
from collections.abc import Collection, Iterator

from deploy.local.announce import NotPossible, run, step

# A file that tells whether the package is there, and the package.
NEEDED = {
    "/usr/lib/rabbitmq/bin/rabbitmq-server": "rabbitmq-server",
    "/usr/lib/postgresql/*/bin/postgres": "postgresql",
    "/usr/sbin/nginx": "nginx-light",
    "/usr/bin/bwrap": "bubblewrap",
    "/usr/lib/*/libmagic.so.1": "libmagic1",
}

# Parts that are used where they are installed, and installed where somebody asks for them.
OPTIONAL = {
    "clamd": {"/usr/sbin/clamd": "clamav-daemon"},
    "libreoffice": {
        "/usr/lib/libreoffice/program/libswlo.so": "libreoffice-writer-nogui",
        "/usr/lib/libreoffice/program/libsclo.so": "libreoffice-calc-nogui",
        "/usr/lib/libreoffice/program/libsdlo.so": "libreoffice-impress-nogui",
        "/usr/share/fonts/truetype/liberation*": "fonts-liberation",
        "/usr/share/fonts/truetype/crosextra": "fonts-crosextra-carlito",
    },
}

# For tests in a real browser: text and ticks need a font, the browser's driver the library.
NEEDED_BY_TESTS = {
    "/usr/bin/chromium": "chromium",
    "/usr/share/fonts/truetype/dejavu": "fonts-dejavu-core",
    "/usr/lib/*/libatomic.so.1": "libatomic1",
}

# Debian's scripts ask this one whether they may start a service.
POLICY = pathlib.Path("/usr/sbin/policy-rc.d")
REFUSAL = "#!/bin/sh\nexit 101\n"

# What comes with the packages and would start with the machine.
UNITS = (
    *("rabbitmq-server.service", "postgresql.service", "epmd.socket", "epmd.service"),
    *("nginx.service", "clamav-daemon.service", "clamav-daemon.socket"),
)

# Debian's scripts read this folder before they make a cluster of their own.
CLUSTER = pathlib.Path("/etc/postgresql-common/createcluster.d/redwell.conf")
NO_CLUSTER = "create_main_cluster = false\n"


def missing(*, for_tests: bool, parts: Collection[str] = ()) -> list[str]:
    """Packages. `parts`: of OPTIONAL; the tests use all of them."""
    needed = NEEDED | (NEEDED_BY_TESTS if for_tests else {})
    for part in OPTIONAL if for_tests else parts:
        needed |= OPTIONAL[part]
    absent = [name for path, name in needed.items() if not _exists(path)]
    return absent + ([] if _can_make_environments() else ["python3-venv"])


def install(*, for_tests: bool = False, parts: Collection[str] = ()) -> None:
    packages = missing(for_tests=for_tests, parts=parts)
    if not packages:
        return
    administrator = _administrator()
    if administrator is None or not shutil.which("apt-get"):
        raise NotPossible(
            f"These Debian packages are missing: {' '.join(packages)}\n"
            f"Install them, then try again:  sudo apt-get install {' '.join(packages)}"
        )
    step(f"Installing {', '.join(packages)} from Debian …")
    run([*administrator, "apt-get", "update", "-q"], "apt-get update failed.")
    with _quiet_services(administrator):
        apt = ["apt-get", "install", "-qy", "--no-install-recommends", *packages]
        environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
        run([*administrator, *environment, *apt], f"Debian could not install {packages}.")


def _administrator() -> list[str] | None:
    """What to put before a command to run it as root; None when that isn't allowed."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None


@contextlib.contextmanager
def _quiet_services(administrator: list[str]) -> Iterator[None]:
    """No broker or database of the system's own starts, now or when the machine does."""
    made = [path for path in (CLUSTER, CLUSTER.parent, POLICY) if not path.exists()]
    for path, text, mode in ((POLICY, REFUSAL, "755"), (CLUSTER, NO_CLUSTER, "644")):
        if path in made:
            _write(administrator, path, text, mode)
    units = [unit for unit in UNITS if not _known(unit)]
    try:
        yield
    finally:
        for path in made:
            subprocess.run([*administrator, "rm", "-df", str(path)], check=True)
        if units and pathlib.Path("/run/systemd/system").exists():
            subprocess.run([*administrator, "systemctl", "disable", "-q", *units], check=False)


def _known(unit: str) -> bool:
    return _exists(f"/*/systemd/system/{unit}") or _exists(f"/usr/lib/systemd/system/{unit}")


def _write(administrator: list[str], path: pathlib.Path, text: str, mode: str) -> None:
    subprocess.run([*administrator, "mkdir", "-p", str(path.parent)], check=True)
    write = [*administrator, "tee", str(path)]
    subprocess.run(write, input=text, text=True, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([*administrator, "chmod", mode, str(path)], check=True)


def _exists(pattern: str) -> bool:
    return any(pathlib.Path("/").glob(pattern.lstrip("/")))


def _can_make_environments() -> bool:
    """Debian's python3 comes without what `python3 -m venv` needs."""
    from deploy.local.preparing.python import PYTHON

    if PYTHON.exists():
        return True
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return False
    return True
