"""The golden examples: what was once promised, kept as it was.

They are written by hand and never made anew: an example that no longer fits shows a change that
is not additive.
"""

import ast
import datetime
import json
from pathlib import Path
from typing import Any

import contracts

EXAMPLES = Path(contracts.__file__).parent / "examples"
REPOSITORY = Path(contracts.__file__).parent.parent


def names(kind: str) -> list[str]:
    return sorted(path.stem for path in (EXAMPLES / kind).glob("*.json"))


def text(kind: str, name: str) -> bytes:
    return (EXAMPLES / kind / f"{name}.json").read_bytes()


def example(kind: str, name: str) -> Any:
    return json.loads(text(kind, name))


def answers_of_services() -> set[str]:
    """The struct that each call of each service answers with, by name."""
    return {
        ast.unparse(method.returns).rpartition(".")[2]
        for module in [*REPOSITORY.glob("services/*/*.py"), *REPOSITORY.glob("backbone/*.py")]
        for method in ast.walk(ast.parse(module.read_text()))
        if isinstance(method, ast.FunctionDef)
        and any(ast.unparse(each) == "rpc" for each in method.decorator_list)
        and method.returns
    } - {"None"}


def keeps(promised: Any, now: Any) -> bool:
    """Whether all that was promised is still there, in the same form; more may have come."""
    if isinstance(promised, dict):
        return all(key in now and keeps(value, now[key]) for key, value in promised.items())
    if isinstance(promised, list):
        pairs = zip(promised, now, strict=True)
        return len(promised) == len(now) and all(keeps(*pair) for pair in pairs)
    return bool(promised == now) or _moment(promised) == _moment(now) is not None


def _moment(value: Any) -> datetime.datetime | None:
    """A time may be written in several ways (RFC 3339)."""
    try:
        return datetime.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
