"""What `redwell status` says of a stack, seen from outside as a person sees it."""

import json
import os
import pathlib
import signal
import subprocess
import sys

from backbone.testing import wait_for
from contracts.topology import SERVICES
from deploy.local import secrets
from tests.own_stack import Stack

REDWELL = pathlib.Path(sys.executable).parent / "redwell"


def states(stack: Stack) -> dict[str, str]:
    _, said = stack.status("--json")
    return {part["name"]: part["state"] for part in json.loads(said)["parts"]}


def test_it_names_every_part_and_fails_when_one_is_not_healthy(own_stack: Stack) -> None:
    code, said = own_stack.status("--json")
    told = json.loads(said)
    found = {part["name"]: part for part in told["parts"]}
    assert {name for name, part in found.items() if part["state"] == "healthy"} == {
        *("epmd", "rabbitmq", "postgres", "seaweedfs", "mailbox", "nginx", "clamd")
    }
    assert {name for name, part in found.items() if part["state"] == "stopped"} == {
        *SERVICES,
        "relay",
        "gateway",
        "files-worker",
    }
    assert found["postgres"]["address"] == f"postgresql://localhost:{own_stack.run.ports.postgres}"
    assert found["rabbitmq"]["rss_mb"] > 30
    assert (code, told["healthy"]) == (1, False)


def test_it_shows_no_secret(own_stack: Stack) -> None:
    said = own_stack.status()[1] + own_stack.status("--json")[1]
    assert "rabbitmq" in said
    assert [name for name, key in secrets.load(own_stack.run).items() if key in said] == []


def test_a_part_that_runs_but_does_not_answer_is_not_healthy(own_stack: Stack) -> None:
    mailbox = own_stack.pids()["mailbox"]
    os.kill(mailbox, signal.SIGSTOP)
    try:
        assert states(own_stack)["mailbox"] != "healthy"
    finally:
        os.kill(mailbox, signal.SIGCONT)
    wait_for(lambda: states(own_stack)["mailbox"] == "healthy", within=30)


def test_without_a_stack_it_says_how_to_start_one(tmp_path: pathlib.Path) -> None:
    environment = {**os.environ, "REDWELL_RUN": str(tmp_path)}
    done = subprocess.run(
        [REDWELL, "status"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "make up" in done.stderr


def test_a_command_line_that_is_no_text_is_refused_in_words() -> None:
    done = subprocess.run(
        [REDWELL, "parked", "list", "--firm", b"\xff"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "bytes that are no UTF-8" in done.stderr) == (2, True)
