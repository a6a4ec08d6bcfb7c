"""The commands that the documents show are there, and take what they are given."""

import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from deploy.local import welcome
from deploy.local.run import REPOSITORY
from operations.main import app
from tests.docs.test_paths import DOCUMENTS

SHOWN = re.compile(r"^(?: {4}|\$ )(?:\.venv/bin/)?redwell (.+)$", re.MULTILINE)
QUOTED = re.compile(r"`redwell ([^`]+)`")
# What stands for something of the reader's own.
INSTEAD = {"ID": "0190a6f0-0000-7000-8000-000000000000", "SERVICE": "auth", "FILE": __file__}


def commands(document: Path) -> list[str]:
    text = document.read_text()
    return [*SHOWN.findall(text), *(each.replace("\n", " ") for each in QUOTED.findall(text))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_that_is_shown_can_be_given(document: Path) -> None:
    for command in commands(document):
        given(command)


@pytest.mark.parametrize("command", ["parked show ID", "firm sing", "status --colour", "no"])
def test_a_command_that_cannot_be_given_is_found(command: str) -> None:
    with pytest.raises((KeyError, typer.TyperException)):
        given(command)


def test_the_first_commands_say_which_firm_as_a_second_one_may_be_here() -> None:
    first = [*SHOWN.findall((REPOSITORY / "README.md").read_text()), *SHOWN.findall(welcome.TEXT)]
    by_firm = [command for command in first if command.startswith("firm ")]
    assert len(by_firm) == 4
    assert [command for command in by_firm if "--firm demo" not in command] == []


def given(command: str) -> None:
    """Read the command as it would be, and leave it at that; raises what says that it is none."""
    words = [INSTEAD.get(word, word) for word in shlex.split(command, comments=True)]
    place, told = typer.main.get_command(app), "redwell"
    while isinstance(place, TyperGroup):
        if not words:
            return  # a group is named, as `redwell parked` is
        told, *words = words
        place = place.commands[told]
    if words:  # without any it may be but a name, as `redwell firm policy` is
        place.make_context(told, words)
