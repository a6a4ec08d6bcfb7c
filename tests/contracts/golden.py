"""The golden examples: what was once promised, kept as it was.

They are written by hand and never made anew: an example that no longer fits shows a change that
is not additive.
"""

import datetime
import importlib
import json
import pkgutil
from pathlib import Path
from typing import Any

import contracts.calls
from contracts.calls.call import Call

EXAMPLES = Path(contracts.__file__).parent / "examples"


def names(kind: str) -> list[str]:
    return sorted(path.stem for path in (EXAMPLES / kind).glob("*.json"))


def text(kind: str, name: str) -> bytes:
    return (EXAMPLES / kind / f"{name}.json").read_bytes()


def example(kind: str, name: str) -> Any:
    return json.loads(text(kind, name))


def structs() -> dict[str, Any]:
    """All that the modules of calls hold, by name."""
    modules = [
        importlib.import_module(f"contracts.calls.{module.name}")
        for module in pkgutil.iter_modules(contracts.calls.__path__)
    ]
    return {name: it for module in modules for name, it in vars(module).items()}


def answers_of_services() -> set[str]:
    """The struct that each call is answered with, by name."""
    calls = [it for it in structs().values() if isinstance(it, type) and issubclass(it, Call)]
    return {call.answer.__name__ for call in calls if call.answer} - {"NoneType"}


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
