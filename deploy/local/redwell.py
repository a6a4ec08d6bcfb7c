"""Redwell's own programs: services, relay, gateway; and the environment that each is given."""

import os
import pathlib
import sys
from collections.abc import Mapping

import msgspec

from backbone.settings import variable_of
from contracts.topology import SERVICES
from deploy.local import clamd
from deploy.local.program import Program
from deploy.local.run import REPOSITORY, Run, write_private
from deploy.local.secrets import Secrets
from deploy.settings import own_settings
from services.files.worker.settings import WorkerSettings

MAIL_FROM = "portal@redwell.example"
BOUNCES_TO = "bounces@redwell.example"
LOG_LEVEL = "REDWELL_LOG_LEVEL"  # the caller's own, for this start


def addresses(run: Run, secrets: Secrets) -> dict[str, object]:
    """What `stack.json` says: where each part is, with the operator's access to it."""
    ports, broker = run.ports, f"redwell:{secrets['amqp']}@localhost"
    superuser = f"redwell:{secrets['postgres']}@localhost:{ports.postgres}"
    return {
        "portal": f"http://localhost:{ports.portal}",
        "mailbox": f"http://localhost:{ports.mailbox}",
        "smtp": f"smtp://localhost:{ports.smtp}",
        "postgres": f"postgresql://{superuser}/postgres",
        "amqp": f"amqp://{broker}:{ports.amqp}/",
        "rabbitmq_api": f"http://{broker}:{ports.rabbitmq_api}/api",
        **({"clamd": clamd.address(run)} if clamd.installed() else {}),
        "files": f"http://localhost:{ports.files}",
        "s3": {
            "endpoint": f"http://localhost:{ports.s3}",
            "access_key": secrets["s3_access"],
            "secret_key": secrets["s3_secret"],
        },
    }


def database_url(run: Run, secrets: Secrets, service: str) -> str:
    role = f"{service}:{secrets[f'postgres_{service}']}"
    return f"postgresql://{role}@localhost:{run.ports.postgres}/{service}"


def environments(run: Run, secrets: Secrets) -> dict[str, dict[str, str]]:
    """Per program: what it may know, and nothing else."""
    where = addresses(run, secrets)
    broker = {"REDWELL_AMQP_URL": str(where["amqp"])}
    public = {"REDWELL_PUBLIC_URL": str(where["portal"])}
    urls = {service: database_url(run, secrets, service) for service in SERVICES}
    services = {name: _service(run, secrets, name) for name in SERVICES}
    gateway = broker | public | {"REDWELL_WEB": str(REPOSITORY / "web/build")}
    gateway |= {"REDWELL_FILES_URL": str(where["files"])}
    gateway |= {"REDWELL_BIND": f"127.0.0.1:{run.ports.portal}"}
    relay = broker | {"REDWELL_DATABASES": " ".join(urls.values())}
    own = {"gateway": gateway, "relay": relay, "files-worker": _files_worker(run, services)}
    programs = services | own
    if level := os.environ.get(LOG_LEVEL):
        programs = {name: told | {LOG_LEVEL: level} for name, told in programs.items()}
    operator = broker | public | {f"REDWELL_DATABASE_{s.upper()}": u for s, u in urls.items()}
    return programs | {"operator": operator}


def _service(run: Run, secrets: Secrets, name: str) -> dict[str, str]:
    """What every service is told, and of the rest what its own settings ask for."""
    where = addresses(run, secrets)
    known = {
        "public_url": str(where["portal"]),
        "link_keys": secrets["link"],
        "secret_keys": secrets["encryption"],
        "smtp_url": str(where["smtp"]),
        "mail_from": MAIL_FROM,
        "bounces_to": BOUNCES_TO,
        "files_url": str(where["files"]),
        "store_url": f"http://localhost:{run.ports.s3}",
        "store_access_key": secrets["s3_access"],
        "store_secret_key": secrets["s3_secret"],
        # Seconds: at a try-out nobody wants to wait for the e-mail.
        "alert_delay": "2",
    }
    told = {"amqp_url": str(where["amqp"]), "database_url": database_url(run, secrets, name)}
    told |= {each.field: known[each.field] for each in own_settings(name) if each.field in known}
    return {variable_of(field): value for field, value in told.items()}


def _files_worker(run: Run, services: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What the service is told of database and store, and where viruses are looked for."""
    shared = {variable_of(each.name) for each in msgspec.structs.fields(WorkerSettings)}
    told = {name: value for name, value in services["files"].items() if name in shared}
    return told | {"REDWELL_CLAMD": clamd.address(run)}


def write_environments(run: Run, environments: Mapping[str, Mapping[str, str]]) -> None:
    for name, variables in environments.items():
        lines = (f"{key}={value}\n" for key, value in sorted(variables.items()))
        write_private(run.folder / "env" / f"{name}.env", "".join(lines))


def programs(environments: Mapping[str, Mapping[str, str]]) -> list[Program]:
    bin_folder = pathlib.Path(sys.executable).parent
    python = str(bin_folder / "python")
    commands: dict[str, tuple[str, ...]] = {
        service: (python, "-m", "backbone.run", service) for service in SERVICES
    }
    commands["files-worker"] = (python, "-m", "services.files.worker")
    commands["relay"] = (python, "-m", "backbone.outbox.relay")
    gunicorn = str(bin_folder / "gunicorn")
    commands["gateway"] = (gunicorn, "-c", "gateway/gunicorn.conf.py", "gateway.app:app")
    return [
        Program(name=name, command=command, environment=environments[name])
        for name, command in commands.items()
    ]
