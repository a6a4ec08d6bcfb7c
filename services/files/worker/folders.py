"""Where the bytes of a job lie while it is done: a folder each, which goes with it.

Somebody who died leaves theirs: it is known by its lock, which the system takes from the dead, in
whatever container they were.
"""

import contextlib
import fcntl
import pathlib
import shutil
import tempfile
from collections.abc import Iterator

_PREFIX, _LOCK = "redwell-", ".lock"


@contextlib.contextmanager
def one(place: pathlib.Path) -> Iterator[pathlib.Path]:
    """A new one below `place`, for the length of the block."""
    with tempfile.NamedTemporaryFile(prefix=_PREFIX, suffix=_LOCK, dir=place) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = _of(pathlib.Path(lock.name))
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def sweep(place: pathlib.Path) -> None:
    """Take away what the dead have left."""
    for path in place.glob(f"{_PREFIX}*{_LOCK}"):
        with contextlib.suppress(OSError), path.open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(_of(path), ignore_errors=True)
            path.unlink()


def _of(lock: pathlib.Path) -> pathlib.Path:
    return lock.with_suffix("")
