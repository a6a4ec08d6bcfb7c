"""Writes supervisord's configuration, and starts and ends supervisord itself."""

import os
import pathlib
import shlex
import sys
from collections.abc import Iterable, Mapping

from deploy.local.announce import run as quietly
from deploy.local.processes import MARK
from deploy.local.program import Program
from deploy.local.run import REPOSITORY, Run, write_private
from operations.supervision import SOCKET

# The caller's own settings for these must not reach a stack that is closed in itself.
FOREIGN = ("REDWELL_", "RABBITMQ_", "ERL_", "PG", "MAILDEV_", "AWS_", "WEED_", "NODE_", "PYTHON")

DAEMON = """\
[supervisord]
logfile = {log}/supervisord.log
logfile_maxbytes = 5MB
logfile_backups = 2
pidfile = {folder}/supervisord.pid
childlogdir = {log}
directory = {folder}
umask = 022
environment = {environment}

[unix_http_server]
file = {socket}
chmod = 0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

[rpcinterface:rotation]
supervisor.rpcinterface_factory = deploy.local.rotation:begin
folder = {log}

[supervisorctl]
serverurl = unix://{folder}/{socket_name}
"""

# Ever again: a stack whose machine was short of something for an hour must come back by itself.
PROGRAM = """
[program:{name}]
command = {command}
{directory}
environment = {environment}
autostart = {autostart}
autorestart = true
startsecs = 2
startretries = 1000000
stopsignal = {stop_signal}
stopwaitsecs = {stop_seconds}
stopasgroup = false
killasgroup = true
redirect_stderr = true
stdout_logfile = NONE
"""


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def _environment(variables: Mapping[str, str]) -> str:
    quoted = (f'{name}="{_escaped(value)}"' for name, value in sorted(variables.items()))
    return ",".join(quoted)


def _program(run: Run, program: Program) -> str:
    return PROGRAM.format(
        name=program.name,
        command=_escaped(shlex.join(_appending(run.log / f"{program.name}.log", program.command))),
        directory=_directory(),
        environment=_environment(program.environment),
        autostart=str(program.infrastructure).lower(),
        stop_signal=program.stop_signal,
        stop_seconds=program.stop_seconds,
    )


def _appending(log: pathlib.Path, command: Iterable[str]) -> list[str]:
    """The command with all that it says in this file; see `deploy.local.rotation`."""
    return ["/bin/sh", "-c", 'exec "$@" >>"$0" 2>&1', str(log), *command]


def _directory() -> str:
    return f"directory = {_escaped(str(REPOSITORY))}"


def configuration(run: Run, programs: Iterable[Program]) -> str:
    daemon = DAEMON.format(
        folder=_escaped(str(run.folder)),
        log=_escaped(str(run.log)),
        # Bound from the run folder, as the path of a Unix socket may have 107 bytes only.
        socket=f"/proc/self/cwd/{SOCKET}",
        socket_name=SOCKET,
        environment=_environment({"PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8"}),
    )
    return daemon + "".join(_program(run, program) for program in programs)


def configuration_file(run: Run) -> pathlib.Path:
    return run.folder / "supervisord.conf"


def is_of_this_copy(run: Run) -> bool:
    """Whether what runs there was started from this repository."""
    return f"\n{_directory()}\n" in configuration_file(run).read_text()


def write_configuration(run: Run, text: str) -> bool:
    """Whether it differs from what was there."""
    path = configuration_file(run)
    if path.exists() and path.read_text() == text:
        return False
    write_private(path, text)
    return True


def start(run: Run) -> None:
    daemon = str(pathlib.Path(sys.executable).parent / "supervisord")
    own = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    quietly(
        [daemon, "-c", configuration_file(run)],
        "What watches over the programs could not be started.",
        cwd=run.folder,
        env=own | {MARK: str(run.folder)},
    )
