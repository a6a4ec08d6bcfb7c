"""What starting, stopping and dying do to the local stack."""

import os
import pathlib
import signal
import socket

import psycopg
import pytest

from backbone.testing import wait_for
from deploy.local import processes, secrets
from operations import health
from operations.supervision import Supervisor
from tests.own_stack import Stack

INFRASTRUCTURE = {"epmd", "rabbitmq", "postgres", "seaweedfs", "mailbox"}
SPOKEN_TO = ("amqp", "rabbitmq_api", "postgres", "s3", "mailbox", "smtp")


def test_up_starts_every_part_and_again_changes_nothing(own_stack: Stack) -> None:
    before = own_stack.pids()
    assert set(before) == INFRASTRUCTURE
    for part in SPOKEN_TO:
        health.probe(part, own_stack.addresses[part])
    own_stack.up()
    assert own_stack.pids() == before


def test_what_is_secret_can_be_read_by_its_owner_only(own_stack: Stack) -> None:
    folder = own_stack.run.folder
    files = [folder / name for name in ("secrets.json", "stack.json", "supervisord.conf")]
    files += [*(folder / "env").iterdir(), folder / "data/rabbitmq/rabbitmq.conf"]
    assert len(files) > 8
    assert {file: oct(file.stat().st_mode & 0o077) for file in files} == dict.fromkeys(files, "0o0")


def test_no_log_holds_a_secret(own_stack: Stack) -> None:
    said = "".join(file.read_text() for file in own_stack.run.log.glob("*.log"))
    keys = secrets.load(own_stack.run)
    # An access key is a name; the object store says which one it knows.
    shown = [name for name, key in keys.items() if name != "s3_access" and key in said]
    assert shown == []


def test_everything_listens_on_the_loopback_only(own_stack: Stack) -> None:
    pids = set(processes.of_stack(own_stack.run.folder))
    assert _foreign_listeners(pids) == []


def test_a_service_reaches_its_own_database_only(own_stack: Stack) -> None:
    password = secrets.load(own_stack.run)["postgres_auth"]
    login = f"postgresql://auth:{password}@localhost:{own_stack.run.ports.postgres}"
    with psycopg.connect(f"{login}/auth") as connection:
        connection.execute("SELECT 1 FROM outbox")
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(f"{login}/messaging")


def test_what_is_killed_comes_back_by_itself(own_stack: Stack) -> None:
    before = own_stack.pids()
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: _all_anew(own_stack.pids(), before), within=60)
    health.wait_for({part: own_stack.addresses[part] for part in SPOKEN_TO})


def test_up_ends_what_a_dead_supervisor_left_behind(own_stack: Stack) -> None:
    before = set(own_stack.pids().values())
    os.kill(int((own_stack.run.folder / "supervisord.pid").read_text()), signal.SIGKILL)
    wait_for(lambda: not Supervisor(own_stack.run.folder).alive())
    os.kill(min(before), signal.SIGSTOP)
    assert "that nobody watched over" in own_stack.up()
    assert set(own_stack.pids()) == INFRASTRUCTURE
    assert not before & set(processes.of_stack(own_stack.run.folder))


def test_up_says_which_ports_another_program_has(tmp_path: pathlib.Path) -> None:
    stack = Stack.at(tmp_path / "run", 300)
    port = stack.run.ports.postgres
    says_so = pytest.raises(AssertionError, match=f"Another program listens on {port}")
    with socket.create_server(("127.0.0.1", port)), says_so:
        stack.up()


def test_down_leaves_no_process_and_keeps_the_data(own_stack: Stack) -> None:
    with psycopg.connect(own_stack.addresses["postgres"], autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    own_stack.command("down")
    assert processes.of_stack(own_stack.run.folder) == []
    own_stack.up()
    with psycopg.connect(own_stack.addresses["postgres"]) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def _all_anew(now: dict[str, int], before: dict[str, int]) -> bool:
    return set(now) == set(before) and all(now[name] != before[name] for name in before)


def _foreign_listeners(pids: set[int]) -> list[str]:
    """Local addresses, other than of the loopback, on which one of these processes listens."""
    inodes = {inode for pid in pids for inode in _sockets(pid)}
    rows = [line.split() for kind in ("tcp", "tcp6") for line in _table(kind)]
    listening = [row[1] for row in rows if row[3] == "0A" and row[9] in inodes]
    assert len(listening) > 10
    loopback = (
        "0100007F:",
        "00000000000000000000000001000000:",
        "0000000000000000FFFF00000100007F:",
    )
    return [address for address in listening if not address.startswith(loopback)]


def _table(kind: str) -> list[str]:
    with open(f"/proc/net/{kind}") as file:
        return file.read().splitlines()[1:]


def _sockets(pid: int) -> set[str]:
    found = set()
    for descriptor in os.scandir(f"/proc/{pid}/fd"):
        try:
            target = os.readlink(descriptor.path)
        except FileNotFoundError:
            continue
        if target.startswith("socket:["):
            found.add(target[8:-1])
    return found
