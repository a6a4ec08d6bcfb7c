"""Tells whether a step's inputs have changed since it was last done."""

import hashlib
import os
import pathlib
from collections.abc import Iterable


def digest(inputs: Iterable[pathlib.Path]) -> str:
    """Of the content of these files and of all files below these folders."""
    whole = hashlib.sha256()
    for path in inputs:
        for file in sorted(files(path)):
            whole.update(f"{file}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def files(path: pathlib.Path) -> Iterable[pathlib.Path]:
    if path.is_file():
        yield path
    for folder, _, names in os.walk(path):
        yield from (pathlib.Path(folder, name) for name in names)


def is_current(stamp: pathlib.Path, value: str) -> bool:
    return stamp.exists() and stamp.read_text() == value
