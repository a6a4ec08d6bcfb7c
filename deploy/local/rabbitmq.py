"""A private RabbitMQ node: own name, own epmd, own data; loopback only."""

import glob
import shutil

from deploy.local.program import Program
from deploy.local.run import Run, write_private
from deploy.local.secrets import Secrets

# Debian's wrapper in /usr/sbin insists on the system's own node and user; this one doesn't.
SERVER = "/usr/lib/rabbitmq/bin/rabbitmq-server"

# Few schedulers that never spin: an idle broker must cost nothing on a small machine.
EMULATOR = "+S 2:2 +SDcpu 1:1 +SDio 2 +P 131072 +t 1048576 +stbt db +zdbbl 32000"
NO_SPINNING = "+sbwt none +sbwtdcpu none +sbwtdio none"

CONFIGURATION = """\
listeners.tcp.1 = 127.0.0.1:{amqp}
management.tcp.ip = 127.0.0.1
management.tcp.port = {rabbitmq_api}
management.rates_mode = none
default_user = redwell
default_pass = {password}
default_user_tags.administrator = true
max_message_size = 8388608
disk_free_limit.absolute = 200MB
vm_memory_high_watermark.absolute = 1GB
raft.wal_max_size_bytes = 16777216
log.console = true
log.console.level = info
log.file = false
"""


def environment(run: Run) -> dict[str, str]:
    """For the node itself, and for `rabbitmqctl` to reach it."""
    data = run.data / "rabbitmq"
    return {
        "HOME": str(data),
        "ERL_EPMD_PORT": str(run.ports.epmd),
        # Nothing but our supervised epmd may come up: a stray one would outlive the stack.
        "ERL_AFLAGS": "-start_epmd false",
        "RABBITMQ_NODENAME": f"redwell-{run.ports.amqp}@localhost",
        "RABBITMQ_DIST_PORT": str(run.ports.erlang),
        "RABBITMQ_CONF_ENV_FILE": str(data / "rabbitmq-env.conf"),
        "RABBITMQ_CONFIG_FILE": str(data / "rabbitmq.conf"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(data / "advanced.config"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(data / "enabled_plugins"),
        "RABBITMQ_GENERATED_CONFIG_DIR": str(data / "generated"),
        "RABBITMQ_MNESIA_BASE": str(data / "mnesia"),
        "RABBITMQ_PID_FILE": str(data / "pid"),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_LOG_BASE": str(run.log),
        "RABBITMQ_SERVER_ERL_ARGS": f"{EMULATOR} {NO_SPINNING}",
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        # Makes the script exec the node, so that supervisord's child is the node itself.
        "RUNNING_UNDER_SYSTEMD": "true",
    }


def prepare(run: Run, secrets: Secrets) -> None:
    data = run.data / "rabbitmq"
    data.mkdir(exist_ok=True, mode=0o700)
    ports = {"amqp": run.ports.amqp, "rabbitmq_api": run.ports.rabbitmq_api}
    write_private(data / "rabbitmq.conf", CONFIGURATION.format(password=secrets["amqp"], **ports))
    write_private(data / "enabled_plugins", "[rabbitmq_management].\n")
    write_private(data / "rabbitmq-env.conf", "")
    cookie = data / ".erlang.cookie"
    if not cookie.exists():
        write_private(cookie, secrets["erlang_cookie"])
        cookie.chmod(0o400)


def programs(run: Run) -> list[Program]:
    node = environment(run)
    epmd = shutil.which("epmd") or sorted(glob.glob("/usr/lib/erlang/erts-*/bin/epmd"))[-1]
    return [
        Program(
            name="epmd",
            command=(epmd, "-address", "127.0.0.1", "-port", str(run.ports.epmd)),
            environment={},
            stop_signal="KILL",  # it takes its time for a TERM, and has nothing to write
            infrastructure=True,
        ),
        Program(
            name="rabbitmq",
            command=(SERVER,),
            environment=node,
            stop_seconds=30,
            infrastructure=True,
        ),
    ]
