"""The tables in docs/firm-systems.md, from the events themselves: `make contracts`."""

import inspect
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec.inspect as shapes

from contracts import topology
from contracts.events import Event, event_types
from contracts.forms.questions import Definition

FILE = Path(__file__).parent.parent / "docs" / "firm-systems.md"
_PLACE = re.compile(r"(<!-- (\w+): made by `make contracts` -->\n).*?(<!-- end -->)", re.DOTALL)


def document(written: str) -> str:
    """The page with its tables anew; the rest stays as it is written."""
    tables = {
        "publish": _table(topology.FIRM),
        "publishable": _members(event_types(topology.FIRM)),
        "hear": _table(topology.PORTAL),
    }
    return _PLACE.sub(lambda place: f"{place[1]}{tables[place[2]]}{place[3]}", written)


def main() -> None:
    """Write the page anew."""
    FILE.write_text(document(FILE.read_text()))


def _table(exchange: str) -> str:
    rows = [
        f"| `{kind.type}` | {_said(kind)} | {_names(kind)} |\n" for kind in event_types(exchange)
    ]
    return "| type | what it says | `data` |\n|---|---|---|\n" + "".join(rows)


def _said(kind: type[Event]) -> str:
    """The first paragraph of what the code says of it."""
    return (inspect.getdoc(kind) or "").partition("\n\n")[0].replace("\n", " ")


def _names(kind: type[Event]) -> str:
    """Its members; in brackets those that may be left out."""
    return ", ".join(map(_named, _fields(kind)))


def _named(field: shapes.Field) -> str:
    return f"`{field.encode_name}`" if field.required else f"[`{field.encode_name}`]"


def _members(kinds: Iterable[type[Event]]) -> str:
    found = {field.encode_name: _described(field.type) for kind in kinds for field in _fields(kind)}
    rows = [f"| `{name}` | {found[name]} |\n" for name in sorted(found)]
    return "| member | what may stand there |\n|---|---|\n" + "".join(rows)


def _fields(kind: type[Event]) -> tuple[shapes.Field, ...]:
    shape = shapes.type_info(kind)
    assert isinstance(shape, shapes.StructType)
    return shape.fields


def _described(shape: shapes.Type) -> str:
    match shape:
        case shapes.Metadata(type=inner, extra_json_schema=schema):
            examples = (schema or {}).get("examples", ())
            return _described(inner) + "".join(f", such as `{each}`" for each in examples)
        case shapes.UnionType(types=types):
            given = [each for each in types if not isinstance(each, shapes.NoneType)]
            return " or ".join(map(_described, given))
        case shapes.LiteralType(values=values):
            return " or ".join(f"`{each}`" for each in values)
        case shapes.ListType(item_type=inner):
            return f"a list of {_described(inner)}"
        case shapes.StructType(cls=kind) if kind is Definition:
            return "a form ([how to write one](forms.md))"
        case shapes.StructType(fields=fields):
            inside = (f"{_named(field)} {_described(field.type)}" for field in fields)
            return f"an object: {'; '.join(inside)}"
    return _plain(shape)


def _plain(shape: shapes.Type) -> str:
    match shape:
        case shapes.StrType(min_length=least, max_length=most):
            return f"text{_between(least, most, ' characters')}"
        case shapes.IntType(ge=least, le=most):
            return f"a whole number{_between(least, most, '')}"
        case shapes.FloatType(ge=least, le=most):
            return f"a number, {least}–{most}"
        case shapes.BoolType():
            return "`true` or `false`"
        case shapes.DateType():
            return "a day, such as `2026-11-20`"
        case shapes.DateTimeType():
            return "a moment with its offset (RFC 3339), such as `2026-11-20T16:42:07-06:00`"
    raise TypeError(f"{shape} has no words yet.")


def _between(least: int | None, most: int | None, unit: str) -> str:
    if most is None:
        return ""
    return f", {least}–{most:,}{unit}" if least is not None else f", up to {most:,}{unit}"


if __name__ == "__main__":
    main()
