"""A private PostgreSQL cluster: a database and a role per service; loopback only."""

import glob
import os
import pathlib
import pwd
import tempfile

from deploy.local.announce import run as quietly
from deploy.local.program import Program
from deploy.local.run import Run
from deploy.local.secrets import Secrets

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "fsync": "on",
    "log_line_prefix": "%m [%p] %d ",
    "log_destination": "stderr",
    "timezone": "UTC",
    # Statements and their values are never logged: they hold what people wrote.
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


def binaries() -> pathlib.Path:
    """The newest server that is installed, where Debian keeps it."""
    found = glob.glob("/usr/lib/postgresql/*/bin/postgres")
    return pathlib.Path(max(found, key=lambda path: float(path.split("/")[4]))).parent


def owner() -> str:
    """The server refuses to run as root: then it runs as Debian's `postgres`, else as oneself."""
    return "postgres" if os.geteuid() == 0 else ""


def as_owner(data: pathlib.Path) -> list[str]:
    """What to put before a command to run it as the owner."""
    if not owner():
        return []
    command = ["setpriv", f"--reuid={owner()}", f"--regid={owner()}", "--init-groups"]
    if all(folder.stat().st_mode & 0o001 for folder in data.parents):
        return command
    # Below a closed folder such as /root: let it pass through, and leave the folder as it is.
    return [*command, *(f"--{kind}-caps=+{_passing()}" for kind in ("inh", "ambient"))]


def _passing() -> str:
    """The smallest capability (capabilities(7)) that a container may have left us for this."""
    status = pathlib.Path("/proc/self/status").read_text()
    allowed = int(status.split("CapBnd:")[1].split()[0], 16)
    return "dac_read_search" if allowed & 1 << 2 else "dac_override"


def prepare(run: Run, secrets: Secrets) -> None:
    """Makes the cluster when there is none yet."""
    data = run.data / "postgres"
    if (data / "postgresql.conf").exists():
        return
    data.mkdir(mode=0o700, exist_ok=True)
    if owner():
        os.chown(data, *pwd.getpwnam(owner())[2:4])
    _initialise(data, secrets["postgres"])


def _initialise(data: pathlib.Path, password: str) -> None:
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(password)
        file.flush()
        if owner():
            os.chown(file.name, *pwd.getpwnam(owner())[2:4])
        command = [str(binaries() / "initdb"), "--pgdata", str(data), "--pwfile", file.name]
        options = ["--username=redwell", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]
        failure = "The database could not be made."
        quietly([*as_owner(data), *command, *options], failure, cwd=pathlib.Path("/"))


def programs(run: Run) -> list[Program]:
    data = run.data / "postgres"
    command = [*as_owner(data), str(binaries() / "postgres"), "-D", str(data)]
    command += ["-p", str(run.ports.postgres)]
    for name, value in SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    return [
        Program(
            name="postgres",
            command=tuple(command),
            environment={"LC_ALL": "C.UTF-8"},
            stop_signal="INT",  # ends open sessions, writes everything, then leaves
            infrastructure=True,
        )
    ]
