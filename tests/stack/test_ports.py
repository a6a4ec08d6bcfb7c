"""Which ports a stack may count from, and that those of this repository meet nowhere."""

import os
import re
import subprocess
import sys

import pytest

from deploy.local import ports
from deploy.local.run import REPOSITORY


@pytest.mark.parametrize(
    "base", ["abc", "70000", "0", "-1", "1000", "8000.5", "9_000", "٩٠٠٠", str(ports.HIGHEST + 1)]
)
def test_a_base_that_is_none_is_refused_in_a_sentence(base: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "deploy.local", "down"],
        cwd=REPOSITORY,
        env={**os.environ, "REDWELL_PORT_BASE": base},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("REDWELL_PORT_BASE is ")
    assert f"from {ports.LOWEST} to {ports.HIGHEST}" in sentence


def test_every_port_of_the_highest_base_is_one() -> None:
    assert max(vars(ports.from_base(ports.HIGHEST)).values()) == 65535


def test_the_stacks_of_this_repository_share_no_port() -> None:
    tests = number_in("Makefile", r"BASE=(\d+)")
    bench = number_in("bench/stack.py", r"from_base\((\d+)\)")
    bases = [
        ports.DEFAULT_BASE,
        tests,
        bench,
        number_in("deploy/local/start.py", r"}=(\d+) make up"),
    ]
    for file in (REPOSITORY / "tests").rglob("conftest.py"):
        beside = re.findall(r"Stack\.at\(.*, (\d+)[,)]", file.read_text())
        bases += [tests + int(each) for each in beside]
    assert len(bases) > 5
    held = [port for base in bases for port in vars(ports.from_base(base)).values()]
    assert len(held) == len(set(held))


def number_in(file: str, pattern: str) -> int:
    return int(re.findall(pattern, (REPOSITORY / file).read_text())[0])
