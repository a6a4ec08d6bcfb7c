"""openapi.yaml from the routes themselves: what they take and answer, by msgspec's own schemas."""

import inspect
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
import yaml
from litestar import Litestar, Response
from litestar.di import Dependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import HeaderParameter
from litestar.response import Stream
from litestar.routes import HTTPRoute

import contracts
from contracts.asyncapi import Plain
from contracts.errors import CODES
from gateway import errors
from gateway.api import Parts, api
from gateway.credentials import ATTEMPT_COOKIE, SESSION_COOKIE
from gateway.origin import ForeignOrigin
from gateway.problem import MEDIA_TYPE, Problem

FILE = Path(contracts.__file__).with_name("openapi.yaml")
Json = dict[str, Any]
REF = "#/components/schemas/{name}"
INFO = {
    "title": "Redwell",
    "version": "1",
    "summary": "The client portal's API, for browsers and phones.",
    "description": (
        "All times are RFC 3339 with offset, all ids UUIDs. Change is additive: ignore members "
        "that you do not know. Refusals are problem details (RFC 9457) with a stable `code`. "
        "What does not exist and what is not yours look the same: 404.\n\n"
        "Browsers are signed in by a cookie, and send `Origin` with POST, PUT and DELETE. "
        "Native clients send `Redwell-Client: native`, find tokens in the answers, and send "
        "them as `Authorization: Bearer`.\n\n"
        "503 with `Retry-After`: a part is away, send the very same request again."
    ),
    "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
}
SECURITY_SCHEMES = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": SESSION_COOKIE,
        "description": "A browser's session, set by the last step of the sign-in.",
    },
    "attempt": {
        "type": "apiKey",
        "in": "cookie",
        "name": ATTEMPT_COOKIE,
        "description": "A browser's sign-in under way, set when a secure link is opened.",
    },
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "A native client's token: of its session, or of its sign-in under way.",
    },
}


def document(app: Litestar) -> str:
    """The OpenAPI 3.1 document of all routes, as YAML; the same routes give the same text."""
    handlers = [
        (route.path_format, handler)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if handler.operation_id
    ]
    whole = {
        "openapi": "3.1.0",
        "info": INFO,
        "servers": [{"url": "/"}],
        "paths": _paths(handlers),
        "components": {
            "securitySchemes": SECURITY_SCHEMES,
            "schemas": _components([handler for _, handler in handlers]),
        },
    }
    text: str = yaml.dump(whole, Dumper=Plain, sort_keys=False, allow_unicode=True, width=100)
    return text


def main() -> None:
    """Write contracts/openapi.yaml anew."""
    FILE.write_text(document(documented()))


def documented() -> Litestar:
    """The API with nothing behind it: enough to read its routes."""
    nothing: Any = None
    return api(Parts(rpc=nothing, sessions=nothing, live=nothing, hints=nothing, origin=""))


def _paths(handlers: list[tuple[str, HTTPRouteHandler]]) -> Json:
    paths: Json = {}
    for path, handler in sorted(handlers, key=lambda each: (each[0], *each[1].http_methods)):
        for method in handler.http_methods:
            paths.setdefault(path, {})[method.lower()] = _operation(path, handler)
    return paths


def _operation(path: str, handler: HTTPRouteHandler) -> Json:
    summary, _, more = (inspect.getdoc(handler.fn) or "").partition("\n")
    takes, gives = _takes(handler), _gives(handler)
    operation: Json = {
        "operationId": handler.operation_id,
        "tags": list(handler.tags or []),
        "summary": summary.rstrip("."),
        "description": more.strip(),
        "security": handler.resolve_security(),
        "parameters": [
            _parameter(handler, path, name, of) for name, of in takes.items() if name != "data"
        ],
        "responses": {str(handler.status_code): _answer(gives), "default": _REFUSED},
    }
    if "data" in takes:
        operation["requestBody"] = {"required": True, "content": _json(takes["data"])}
    return {key: value for key, value in operation.items() if value not in ([], "")}


_REFUSED = {
    "description": "Refused; `code` says why.",
    "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(name="Problem")}}},
}


def _takes(handler: HTTPRouteHandler) -> Json:
    """What comes from the request, by name; what we provide ourselves is left out."""
    hints = get_type_hints(handler.fn, include_extras=True)
    return {
        name: of for name, of in hints.items() if name != "return" and not _marks(of, Dependency)
    }


def _gives(handler: HTTPRouteHandler) -> Any:
    """The struct answered, None for no content, or Stream."""
    of = get_type_hints(handler.fn, include_extras=True)["return"]
    return get_args(of)[0] if get_origin(of) is Response else of


def _parameter(handler: HTTPRouteHandler, path: str, name: str, of: Any) -> Json:
    default = inspect.signature(handler.fn).parameters[name].default
    required = default is inspect.Parameter.empty
    for mark in _marks(of, HeaderParameter):
        where = {"name": mark.name, "in": "header", "description": mark.description}
        return {**where, "required": required, "schema": _schema(get_args(of)[0])}
    where = {"name": name, "in": "path" if f"{{{name}}}" in path else "query"}
    schema = (
        _schema(of)
        if default in ("", inspect.Parameter.empty)
        else ({**_schema(of), "default": default})
    )
    return {**where, "required": required, "schema": schema}


def _answer(of: Any) -> Json:
    if of is Stream:
        return {
            "description": "Server-sent events.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    if of is type(None):
        return {"description": "Done."}
    return {"description": (of.__doc__ or "Done.").partition("\n")[0], "content": _json(of)}


def _json(of: Any) -> Json:
    return {"application/json": {"schema": _schema(of)}}


def _schema(of: Any) -> Json:
    return msgspec.json.schema_components([of], ref_template=REF)[0][0]


def _components(handlers: list[HTTPRouteHandler]) -> Json:
    """Every struct that a route takes or answers, with those inside.

    Defaults are always sent, so what is answered promises every member but those left unset.
    """
    taken = [_takes(handler)["data"] for handler in handlers if "data" in _takes(handler)]
    given = [of for of in map(_gives, handlers) if of not in (Stream, type(None))]
    components: Json = {}
    for of in [*given, Problem]:
        for name, schema in msgspec.json.schema_components([of], ref_template=REF)[1].items():
            components[name] = schema
    for schema in components.values():
        _promise_members(schema)
    components["Problem"]["properties"]["code"]["description"] = "One of " + ", ".join(_codes())
    for of in taken:
        components.update(msgspec.json.schema_components([of], ref_template=REF)[1])
    for schema in components.values():
        if "description" in schema:
            schema["description"] = inspect.cleandoc(schema["description"])
    return dict(sorted(components.items()))


def _codes() -> list[str]:
    """The codes that a client can meet; events are refused elsewhere."""
    of_events = {"error", "event_refused", "not_yet"}
    return sorted({*CODES, *errors.CODES, ForeignOrigin.code} - of_events)


def _promise_members(schema: Json) -> None:
    schema["required"] = [
        name
        for name, of in schema.get("properties", {}).items()
        if name in schema["required"] or "default" in of
    ]


def _marks(of: Any, kind: type) -> list[Any]:
    return (
        [mark for mark in get_args(of)[1:] if isinstance(mark, kind)]
        if (get_origin(of) is Annotated)
        else []
    )


if __name__ == "__main__":
    main()
