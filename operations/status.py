"""`redwell status`: every part, its address, its state."""

import concurrent.futures
import json
from typing import Annotated, Any
from urllib.parse import urlsplit

import msgspec
import typer

from backbone.calls.asking import ask
from contracts.calls.operations import CheckHealth
from contracts.errors import DomainError
from contracts.topology import SERVICES
from firm.settings import run_folder
from operations import backlog, emails, files_worker, health, memory, setbacks
from operations.supervision import Supervisor

# Each program and the addresses in `stack.json` by which it is spoken to.
ADDRESSES = {
    "rabbitmq": ("amqp", "rabbitmq_api"),
    "postgres": ("postgres",),
    "seaweedfs": ("s3",),
    "nginx": ("files",),
    "clamd": ("clamd",),
    "mailbox": ("mailbox", "smtp"),
    "gateway": ("gateway",),
}

OPTIONAL = ("clamd",)
NOT_INSTALLED = "not installed"


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """`state`: healthy, or what is wrong; or `not installed` for a part that need not be. `note`:
    what it can do. `rss_mb`: megabytes resident, its children included.
    """

    name: str
    state: str
    address: str = ""
    note: str = ""
    pid: int = 0
    rss_mb: float = 0.0

    @property
    def healthy(self) -> bool:
        return self.state in ("healthy", NOT_INSTALLED)


def status(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show every part, its address and its state. Exit code 1 when one is not healthy."""
    parts = look()
    if as_json:
        typer.echo(msgspec.json.encode(_told(parts)))
    else:
        typer.echo(_table(parts))
    raise typer.Exit(0 if all(part.healthy for part in parts) else 1)


def look() -> list[Part]:
    """The parts of the running stack, asked all at the same time."""
    folder = run_folder()
    try:
        where = json.loads((folder / "stack.json").read_bytes())
        processes = Supervisor(folder).processes()
    except OSError as error:
        raise SystemExit("Redwell is not running here. Start it with: make up") from error
    where["gateway"] = where["portal"]
    with concurrent.futures.ThreadPoolExecutor(len(processes)) as pool:
        found = list(pool.map(lambda process: _part(process, where), processes.values()))
    absent = [name for name in OPTIONAL if name not in processes]
    return sorted(
        [*found, *(Part(name=name, state=NOT_INSTALLED) for name in absent)],
        key=lambda part: part.name,
    )


def _part(process: dict[str, Any], where: dict[str, Any]) -> Part:
    name, pid = process["name"], process["pid"]
    addresses = [where[key] for key in ADDRESSES.get(name, ())]
    state = _state(process, where)
    return Part(
        name=name,
        state=state,
        address=" ".join(_shown(address) for address in addresses),
        note=_note(name, state, where),
        pid=pid,
        rss_mb=memory.resident(pid) if pid else 0.0,
    )


def _note(name: str, state: str, where: dict[str, Any]) -> str:
    if name == "files-worker" and state == "healthy":
        return files_worker.abilities(where["postgres"])
    return ""


def _state(process: dict[str, Any], where: dict[str, Any]) -> str:
    name = process["name"]
    if process["statename"] != "RUNNING":
        return str(process["statename"]).lower()
    try:
        for key in ADDRESSES.get(name, ()):
            health.probe(key, where[key])
        if name in SERVICES:
            ask(where["amqp"], CheckHealth(), of=name, deadline=3.0)
            setbacks.check(where["amqp"], name)
            backlog.check_inbox(where["amqp"], name)
        if name == "notify":
            emails.check(where["amqp"])
        if name == "files-worker":
            files_worker.check(where["postgres"])
        if name == "relay":
            backlog.check(where["postgres"], SERVICES)
    except (health.NotHealthy, DomainError) as error:
        return str(error)
    return "healthy"


def _shown(address: Any) -> str:
    """Without the password."""
    if str(address).startswith("unix:"):
        return str(address)
    url = urlsplit(address if isinstance(address, str) else address["endpoint"])
    return f"{url.scheme}://{url.hostname}:{url.port}"


def _told(parts: list[Part]) -> dict[str, Any]:
    return {
        "healthy": all(part.healthy for part in parts),
        "rss_mb": round(sum(part.rss_mb for part in parts), 1),
        "parts": parts,
    }


def _table(parts: list[Part]) -> str:
    lines = [f"{p.name:<13}{p.state:<14}{p.rss_mb:>6.0f} MB  {p.address or p.note}" for p in parts]
    total = sum(part.rss_mb for part in parts)
    return "\n".join([*lines, f"{'':<13}{'':<14}{total:>6.0f} MB"])
