"""The structs that cross HTTP as JSON schemas, as msgspec sees them."""

import inspect
from collections.abc import Iterable
from typing import Any

import msgspec

Json = dict[str, Any]
REF = "#/components/schemas/{name}"


def schema(of: Any) -> Json:
    """The schema of one type; structs are referred to by name."""
    return msgspec.json.schema_components([of], ref_template=REF)[0][0]


def components(taken: Iterable[Any], given: Iterable[Any]) -> Json:
    """Every struct that is taken or given, with those inside, by name.

    Defaults are always sent, so what is given promises every member but those left unset.
    """
    found = msgspec.json.schema_components(given, ref_template=REF)[1]
    for each in found.values():
        _promise_members(each)
    found = msgspec.json.schema_components(taken, ref_template=REF)[1] | found
    for each in found.values():
        if "description" in each:
            each["description"] = inspect.cleandoc(each["description"])
    return dict(sorted(found.items()))


def _promise_members(schema: Json) -> None:
    schema["required"] = [
        name
        for name, of in schema.get("properties", {}).items()
        if name in schema["required"] or "default" in of
    ]
