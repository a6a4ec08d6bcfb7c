"""Words that are longer than a line, such as an address of the web, get places to be broken at."""

from typing import Any

import msgspec
import regex

# Marks, joiners and pictures stay together. Done by a template it takes five times as long.
_LONG = regex.compile(r"[\p{L}\p{N}\p{P}\p{Sm}\p{Sc}^`]{24}")
_HERE = "\N{ZERO WIDTH SPACE}"


def breakable(data: object) -> Any:
    """The same data, as plain as JSON is, with such places in each text; readers leave them out."""
    return _each(msgspec.to_builtins(data))


def _each(part: Any) -> Any:
    if isinstance(part, str):
        return _LONG.sub(rf"\g<0>{_HERE}", part)
    if isinstance(part, dict):
        return {name: _each(value) for name, value in part.items()}
    return [_each(value) for value in part] if isinstance(part, list | tuple) else part
