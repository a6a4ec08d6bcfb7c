"""What a child cannot do, whatever the file that it reads makes of it."""

import os
import pathlib
import socket
import sys
import time

import pytest

from backbone.confined import children, confinement, tree
from backbone.confined.children import MB, Broke, Limits, NotConfined, TookTooMuch
from backbone.confined.confinement import Confinement
from backbone.testing import wait_for
from services.files.converting import report

LIMITS = Limits(memory=512 * MB, cpu=5, wall=20, output=50 * MB, processes=16)


def run(folder: pathlib.Path, script: str, limits: Limits = LIMITS) -> None:
    """The script as a child's, in the folder."""
    children.run([sys.executable, "-I", "-c", script], folder, limits)


def test_a_child_writes_into_its_own_folder(tmp_path: pathlib.Path) -> None:
    run(tmp_path, "open('left', 'w').write('here')")
    assert (tmp_path / "left").read_text() == "here"


def test_it_reaches_no_network(tmp_path: pathlib.Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(Broke):
            run(tmp_path, f"import socket; socket.create_connection(('127.0.0.1', {port}), 2)")


def test_it_sees_none_of_our_files(tmp_path: pathlib.Path) -> None:
    secret = tmp_path / "secrets.json"
    secret.write_text("the key to everything")
    own = tmp_path / "own"
    own.mkdir()
    script = f"""
import os, sys
def is_there(place):  # but for the way to a Python that lies there, and nothing beside it
    while sys.base_prefix.startswith(place + '/'):
        way = sys.base_prefix[len(place) + 1:].split('/')[0]
        if os.listdir(place) != [way]:
            return True
        place = place + '/' + way
    return place != sys.base_prefix and os.path.exists(place)
places = ({str(secret)!r}, '/etc/shadow', '/etc/passwd', '/root', '/home', '/var/lib')
kept = [place for place in places if is_there(place)]
open('seen', 'w').write(' '.join(kept))
"""
    run(own, script)
    assert (own / "seen").read_text() == ""


def test_it_sees_no_environment_of_ours(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDWELL_STORE_SECRET_KEY", "the-key-to-the-store")
    script = """
import glob, os
found = [repr(dict(os.environ))]
for place in glob.glob('/proc/[0-9]*/environ'):
    try:
        found.append(open(place).read())
    except OSError:
        pass
open('seen', 'w').write(' '.join(found))
"""
    run(tmp_path, script)
    seen = (tmp_path / "seen").read_text()
    assert "PATH" in seen
    assert "the-key-to-the-store" not in seen


def test_it_writes_nowhere_else(tmp_path: pathlib.Path) -> None:
    script = """
import os
left = []
for place in ('/', '/dev/shm', '/usr', '/tmp', '/proc/sys/kernel'):
    try:
        open(os.path.join(place, 'left'), 'w').write('x')
        left.append(place)
    except OSError:
        pass
open('left', 'w').write(' '.join(left))
"""
    run(tmp_path, script)
    assert (tmp_path / "left").read_text() == ""


def test_it_has_no_rights_to_gain(tmp_path: pathlib.Path) -> None:
    run(tmp_path, "open('status', 'w').write(open('/proc/self/status').read())")
    status = dict(line.split(":\t") for line in (tmp_path / "status").read_text().splitlines())
    assert int(status["CapEff"], 16) == int(status["CapBnd"], 16) == 0
    assert status["NoNewPrivs"] == "1"
    assert "0" not in status["Uid"].split()


def test_what_forks_without_end_is_ended_with_all_its_children(tmp_path: pathlib.Path) -> None:
    mark = f"redwell-{os.urandom(8).hex()}"
    script = f"import os, time\nmark = {mark!r}\nwhile True:\n    os.fork() or time.sleep(60)"
    began = time.monotonic()
    with pytest.raises((TookTooMuch, Broke)):
        run(tmp_path, script)
    assert time.monotonic() - began < LIMITS.wall
    wait_for(lambda: not _with_argument(mark), within=5)


def test_what_fills_the_disk_is_ended(tmp_path: pathlib.Path) -> None:
    script = "n = 0\nwhile True:\n    n += 1\n    open(f'f{n}', 'wb').write(bytes(2 ** 20))"
    with pytest.raises(TookTooMuch, match="output"):
        run(tmp_path, script)
    assert tree.written(tmp_path) < 20 * LIMITS.output


def test_what_it_is_given_to_read_is_not_what_it_writes(tmp_path: pathlib.Path) -> None:
    (tmp_path / "in").write_bytes(os.urandom(2 * MB))
    read = (
        "import time\ntime.sleep(0.5)\nopen('size', 'w').write(str(len(open('in', 'rb').read())))"
    )
    run(tmp_path, read, Limits(memory=512 * MB, cpu=5, wall=20, output=MB))
    assert (tmp_path / "size").read_text() == str(2 * MB)


def test_what_writes_one_file_without_end_is_ended(tmp_path: pathlib.Path) -> None:
    with pytest.raises((TookTooMuch, Broke)):
        run(tmp_path, "f = open('f', 'wb')\nwhile True: f.write(bytes(2 ** 20))")
    assert (tmp_path / "f").stat().st_size <= LIMITS.output


def test_what_makes_files_without_end_is_ended(tmp_path: pathlib.Path) -> None:
    script = "n = 0\nwhile True:\n    n += 1\n    open(f'f{n}', 'w').close()"
    with pytest.raises(TookTooMuch, match="output"):
        run(tmp_path, script, Limits(memory=512 * MB, cpu=20, wall=20, output=4 * MB))


def test_what_computes_without_end_is_ended(tmp_path: pathlib.Path) -> None:
    with pytest.raises(TookTooMuch, match="cpu"):
        run(tmp_path, "while True: pass", Limits(memory=512 * MB, cpu=1, wall=60, output=MB))


def test_what_waits_without_end_is_ended(tmp_path: pathlib.Path) -> None:
    limits = Limits(memory=512 * MB, cpu=5, wall=0.5, output=MB)
    with pytest.raises(TookTooMuch, match="time"):
        run(tmp_path, "import time; time.sleep(600)", limits)


def test_what_wants_all_memory_is_ended(tmp_path: pathlib.Path) -> None:
    with pytest.raises((TookTooMuch, Broke)):
        run(tmp_path, "kept = []\nwhile True: kept.append(bytearray(2 ** 24))")


@pytest.mark.parametrize("left", ["os.symlink('/etc/passwd', 'view')", "os.mkfifo('view')"])
def test_what_is_left_in_place_of_a_file_is_not_read(tmp_path: pathlib.Path, left: str) -> None:
    run(tmp_path, f"import os; {left}")
    with pytest.raises(report.Untrue):
        report.opened(tmp_path, "view")


def test_without_anything_to_keep_it_in_no_child_is_run(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confinement, "found", lambda: Confinement("", "bubblewrap is missing"))
    with pytest.raises(NotConfined, match="bubblewrap is missing"):
        run(tmp_path, "open('left', 'w')")
    assert list(tmp_path.iterdir()) == []


def _with_argument(text: str) -> list[str]:
    found = []
    for place in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = place.read_bytes()
        except OSError:  # ended meanwhile
            continue
        if text.encode() in line:
            found.append(str(place))
    return found
