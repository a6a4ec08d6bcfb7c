"""What a machine is made ready from: pinned, hashed, and nobody's private addresses."""

import pathlib
import re
import tomllib

import pytest

from deploy.local.announce import NotPossible
from deploy.local.preparing import debian, stamp
from deploy.local.run import REPOSITORY

LOCK = (REPOSITORY / "requirements.lock").read_text()


def test_the_lock_names_every_dependency_with_hashes() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        wanted += extra
    locked = dict(re.findall(r"^([a-z0-9.-]+)==([^ ;\\]+)", LOCK, re.MULTILINE))
    for requirement in wanted:
        name, exact = re.findall(r"^([\w.-]+)(?:\[.*?\])?(?:==(.+))?", requirement)[0]
        version = locked[re.sub(r"[-_.]+", "-", name).lower()]
        assert exact in ("", version), f"{name}: {exact} wanted, {version} locked"
    assert LOCK.count("--hash=sha256:") > len(locked)


def test_the_lock_names_no_host_and_no_path() -> None:
    assert re.findall(r"://|^-|file:| @ ", LOCK, re.MULTILINE) == []


def test_the_node_packages_are_pinned_exactly() -> None:
    for folder in ("web", "deploy/local/mailbox"):
        text = (REPOSITORY / folder / "package.json").read_text()
        for versions in re.findall(r'ependencies": \{(.*?)\}', text, re.DOTALL):
            assert re.findall(r'": "(?!\d+\.\d+\.\d+")', versions) == []


def test_a_stamp_is_current_until_an_input_changes(tmp_path: pathlib.Path) -> None:
    source, mark = tmp_path / "source", tmp_path / "mark"
    source.write_text("one")
    mark.write_text(stamp.digest([source]))
    assert stamp.is_current(mark, stamp.digest([source]))
    source.write_text("two")
    assert not stamp.is_current(mark, stamp.digest([source]))


def test_without_the_right_to_install_it_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(debian, "NEEDED", {"/nowhere/at/all": "rabbitmq-server"})
    monkeypatch.setattr(debian, "_administrator", lambda: None)
    with pytest.raises(NotPossible, match="apt-get install rabbitmq-server"):
        debian.install()
