"""One pass over an object: its digest, its copy for the children, and the virus check together."""

import dataclasses
import hashlib
import pathlib
from collections.abc import Iterable, Iterator

from services.files.converting.report import TEXT
from services.files.converting.steps import LARGEST
from services.files.worker.clamd import Scan, Verdict

_BEGINNING = TEXT + 1  # bytes of what is too large to be copied: enough for its type, and for text


@dataclasses.dataclass(frozen=True)
class Seen:
    """What went by. `sha256` in hex."""

    size: int
    sha256: str
    verdict: Verdict


def read(chunks: Iterable[bytes], expected: int, file: pathlib.Path, scan: Scan | None) -> Seen:
    """Read all chunks, of `expected` bytes in whole; what is longer is not read to its end. Memory
    stays that of a chunk.

    `file`: where they are written to; only their beginning, where nobody opens as much.
    """
    digest, size = hashlib.sha256(), 0
    for chunk in _copied(chunks, expected, file):
        size += len(chunk)
        digest.update(chunk)
        if scan:
            scan.feed(chunk)
        if size > expected:
            break
    return Seen(size, digest.hexdigest(), scan.verdict() if scan else "not_checked")


def copy(chunks: Iterable[bytes], expected: int, file: pathlib.Path) -> None:
    """Write them, as `read` does; no more is read than is written."""
    left = _most(expected)
    for chunk in _copied(chunks, expected, file):
        left -= len(chunk)
        if left <= 0:
            return


def _copied(chunks: Iterable[bytes], expected: int, file: pathlib.Path) -> Iterator[bytes]:
    left = _most(expected)
    with file.open("wb") as written:
        for chunk in chunks:
            written.write(chunk[:left])
            left = max(0, left - len(chunk))
            yield chunk


def _most(expected: int) -> int:
    return expected if expected <= LARGEST else _BEGINNING
