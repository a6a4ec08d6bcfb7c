"""What msgspec says of a value that is not as promised, in words for the person who sent it."""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec.inspect as shapes


class Flaw(NamedTuple):
    """`field`: which value it is, as `address.street`, empty for the whole; `says`: of it."""

    field: str
    says: str

    @property
    def sentence(self) -> str:
        """For example `'title' is missing.`"""
        return f"{repr(self.field) if self.field else 'This'} {self.says}."


def flaw(error: Exception | str, kind: Any = None) -> Flaw:
    """What is wrong with a value that could not be read as `kind`; it tells what may be there.

    `error`: what msgspec raised, or the message of it.
    """
    if isinstance(error, UnicodeDecodeError):
        return Flaw("", f"holds bytes that are no UTF-8, first at byte {error.start}")
    if isinstance(error, RecursionError):
        return Flaw("", "is nested too deep")
    message, _, place = str(error).partition(" - at `")
    path = [name or "[]" for name in _STEP.findall(place)]
    for pattern, says in _SAYINGS:
        if found := pattern.fullmatch(message):
            if "name" in found.groupdict():
                path.append(found["name"])
            return Flaw(_dotted(path), says(found, lambda: _shape_at(kind, path)))
    return Flaw(_dotted(path), f"is not as promised: {message}")


# `$.people[...].name` in msgspec's words.
_STEP = re.compile(r"\.(\w+)|\[[^\]]*\]")

_Shape = shapes.Type | None
_Says = Callable[["re.Match[str]", Callable[[], _Shape]], str]

_TYPES = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "null": "null",
    "object": "an object",
    "array": "a list",
    "datetime": "a moment such as 2026-11-20T16:42:07Z",
    "date": "a day such as 2026-11-20",
    "uuid": "a UUID",
}


def _types(found: "re.Match[str]", _: object) -> str:
    wanted = " or ".join(_TYPES.get(each, each) for each in found[1].split(" | "))
    return f"must be {wanted}, not {_TYPES.get(found[2], found[2])}"


def _limit(found: "re.Match[str]", _: object) -> str:
    kind, sign, number = found.groups()
    unit = "character" if kind == "str" else "entry" if number == "1" else "entrie"
    if (sign, number) == (">=", "1"):
        return "must not be empty"
    return f"must have {_BOUNDS[sign]} {int(number):,} {unit}{'' if number == '1' else 's'}"


def _bound(found: "re.Match[str]", _: object) -> str:
    return f"must be {_BOUNDS[found[1]]} {found[2]}"


_BOUNDS = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than"}


def _form(_: object, shape: Callable[[], _Shape]) -> str:
    for each in _arms(shape()):
        if isinstance(each, shapes.Metadata):
            for example in (each.extra_json_schema or {}).get("examples", ()):
                return f"must be written like {example}"
    return "is not written as it must be"


def _choice(found: "re.Match[str]", shape: Callable[[], _Shape]) -> str:
    for each in _arms(shape()):
        if isinstance(each, shapes.LiteralType):
            return f"must be one of {', '.join(map(str, each.values))}, not {found[1]}"
    return f"cannot be {found[1]}"


def _always(words: str) -> _Says:
    return lambda _found, _shape: words


_SAYINGS: tuple[tuple["re.Pattern[str]", _Says], ...] = tuple(
    (re.compile(pattern, re.DOTALL), says)
    for pattern, says in (
        (r"Object missing required field `(?P<name>\w+)`", _always("is missing")),
        (r"Missing required \w+ parameter '(?P<name>[\w-]+)'.*", _always("is missing")),
        (r"Expected `(str|array|object)` of length (>=|<=) (\d+)", _limit),
        (r"Expected `str` matching regex .*", _form),
        (r"Expected `(?:int|float|decimal)` (>=|<=|>|<) (\S+)", _bound),
        (r"Expected `([^`]+)`, got `([^`]+)`", _types),
        (r"Invalid enum value (.*)", _choice),
        (r"Invalid value (.*)", _choice),
        (r"Expected `datetime` with a timezone .*", _always("must say how far it is from UTC")),
        (r"Invalid RFC3339 encoded date", _always(f"must be {_TYPES['date']}")),
        (r"Invalid RFC3339 .*", _always(f"must be {_TYPES['datetime']} (RFC 3339)")),
        (r"Invalid UUID", _always("must be a UUID")),
        (r"Input data was truncated", _always("breaks off in the middle of the JSON")),
        (r"JSON is malformed: .*\(byte (\d+)\)", lambda f, _: f"is no JSON from byte {f[1]} on"),
    )
)


def _dotted(path: list[str]) -> str:
    return ".".join(path).replace(".[]", "[]")


def _shape_at(kind: Any, path: list[str]) -> _Shape:
    """What was promised to stand there, where that is known."""
    shape = None if kind is None else shapes.type_info(kind)
    for name in path:
        shape = next((inner for each in _arms(shape) if (inner := _inside(each, name))), None)
    return shape


def _arms(shape: _Shape) -> Iterator[shapes.Type]:
    """The shape, what is described by it, and each alternative that it allows."""
    if shape is None:
        return
    yield shape
    if isinstance(shape, shapes.Metadata):
        yield from _arms(shape.type)
    if isinstance(shape, shapes.UnionType):
        for each in shape.types:
            yield from _arms(each)


def _inside(shape: shapes.Type, name: str) -> _Shape:
    if name == "[]":
        return getattr(shape, "item_type", None) or getattr(shape, "value_type", None)
    fields = shape.fields if isinstance(shape, shapes.StructType) else ()
    return next((field.type for field in fields if field.encode_name == name), None)
