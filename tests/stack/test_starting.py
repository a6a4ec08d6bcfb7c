"""What starting, stopping and dying do to the local stack."""

import dataclasses
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from backbone.testing import wait_for
from deploy.local import ports, processes, rotation, run, secrets
from deploy.local.run import REPOSITORY, Run, write_private_json
from operations import health
from operations.supervision import Supervisor
from tests.own_stack import Stack

INFRASTRUCTURE = {"epmd", "rabbitmq", "postgres", "seaweedfs", "mailbox", "nginx", "clamd"}
SPOKEN_TO = ("amqp", "rabbitmq_api", "postgres", "s3", "files", "clamd", "mailbox", "smtp")


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


def test_every_program_appends_to_its_own_log_which_does_not_grow_without_end(
    own_stack: Stack,
) -> None:
    for name, pid in own_stack.pids().items():
        log = own_stack.run.log / f"{name}.log"
        assert os.readlink(f"/proc/{pid}/fd/1") == os.readlink(f"/proc/{pid}/fd/2") == str(log)
    log, aside = (own_stack.run.log / name for name in ("mailbox.log", "mailbox.log.1"))
    os.truncate(log, rotation.MOST + 1)

    wait_for(lambda: aside.exists() and log.stat().st_size < rotation.MOST)
    assert aside.stat().st_size > rotation.MOST


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


@pytest.mark.parametrize(("family", "host"), ports.LOOPBACKS)
def test_up_says_which_ports_another_program_has_and_begins_nothing(
    tmp_path: pathlib.Path, family: socket.AddressFamily, host: str
) -> None:
    stack = Stack.at(tmp_path / "run", 300)
    port = stack.run.ports.postgres
    with socket.create_server((host, port), family=family):
        assert f"Another program listens on {port}." in stack.refusal("start")
    assert not stack.run.folder.exists()


def test_a_live_stack_is_not_started_while_another_program_has_one_of_its_ports(
    own_stack: Stack,
) -> None:
    port = own_stack.run.ports.smtp
    Supervisor(own_stack.run.folder).stop(["mailbox"])
    with socket.create_server(("127.0.0.1", port)):
        assert f"Another program listens on {port}." in own_stack.refusal("start")
        assert set(own_stack.pids()) == INFRASTRUCTURE - {"mailbox"}
    own_stack.up()


def test_the_stack_keeps_the_ports_of_its_first_start(
    own_stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDWELL_RUN", str(own_stack.run.folder))
    before, elsewhere = own_stack.pids(), dataclasses.replace(own_stack, base=9700)
    said = elsewhere.refusal("start")
    assert f"has the ports from {own_stack.base} on, and keeps them" in said
    assert own_stack.pids() == before
    for base in ("", "9700"):
        monkeypatch.setenv("REDWELL_PORT_BASE", base)
        assert run.chosen() == own_stack.run


def test_another_copys_stack_is_left_alone(own_stack: Stack, tmp_path: pathlib.Path) -> None:
    before, copy = own_stack.pids(), tmp_path / "copy"
    for name in ("deploy", "contracts", "backbone", "operations", "firm"):
        shutil.copytree(REPOSITORY / name, copy / name, ignore=shutil.ignore_patterns("node_*"))
    done = subprocess.run(
        [sys.executable, "-m", "deploy.local", "start", "--infrastructure"],
        cwd=copy,
        env={**own_stack.environment, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "runs from another copy of Redwell" in done.stderr
    assert own_stack.pids() == before


@pytest.mark.parametrize("command", ["start", "reset"])
def test_a_folder_with_other_things_is_no_run_folder(tmp_path: pathlib.Path, command: str) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    assert "holds something else" in Stack.at(tmp_path, 300).refusal(command)
    assert (tmp_path / "thesis.txt").exists()


def test_a_run_folder_that_cannot_be_made_is_said(tmp_path: pathlib.Path) -> None:
    said = Stack.at(pathlib.Path("/dev/null/run"), 300).refusal("start")
    assert "Not a directory" in said
    assert "may not hold %." in Stack.at(tmp_path / "50% more", 300).refusal("start")
    assert "File name too long" in Stack.at(tmp_path / ("long" * 100), 300).refusal("start")


def test_a_stack_that_does_not_run_leaves_the_sockets_of_one_that_does(
    own_stack: Stack, tmp_path: pathlib.Path
) -> None:
    sockets = set(pathlib.Path("/tmp").glob(f"seaweedfs-*-{own_stack.run.ports.s3}.sock"))
    assert sockets
    beside = dataclasses.replace(own_stack, run=Run(tmp_path / "run", own_stack.run.ports))
    for command in ("down", "reset"):
        beside.command(command)
    assert {each for each in sockets if not each.exists()} == set()
    own_stack.command("down")
    assert {each for each in sockets if each.exists()} == set()


def test_down_leaves_no_process_and_keeps_the_data(own_stack: Stack) -> None:
    with psycopg.connect(own_stack.addresses["postgres"], autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    own_stack.command("down")
    assert processes.of_stack(own_stack.run.folder) == []
    own_stack.up()
    with psycopg.connect(own_stack.addresses["postgres"]) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


@pytest.fixture
def wrong_secret(own_stack: Stack) -> Iterator[None]:
    """With it a start fails, once the parts run."""
    file, kept = own_stack.run.folder / "secrets.json", secrets.load(own_stack.run)
    write_private_json(file, {**kept, "postgres_auth": "of another database"})
    yield
    write_private_json(file, dict(kept))


@pytest.mark.usefixtures("wrong_secret")
def test_a_failed_start_ends_what_it_began_and_nothing_else(own_stack: Stack) -> None:
    Supervisor(own_stack.run.folder).stop(["mailbox"])
    before = own_stack.pids()
    own_stack.fail("start")
    assert own_stack.pids() == before


@pytest.mark.usefixtures("wrong_secret")
def test_a_failed_start_of_what_was_stopped_leaves_no_process(own_stack: Stack) -> None:
    own_stack.command("down")
    own_stack.fail("start")
    assert processes.of_stack(own_stack.run.folder) == []


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
