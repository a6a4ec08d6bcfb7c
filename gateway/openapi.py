"""openapi.yaml from the routes themselves."""

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.response import Stream
from litestar.routes import HTTPRoute

import contracts
from contracts.asyncapi import CONTACT, Plain
from contracts.errors import kinds
from gateway import errors
from gateway import routes as all_routes
from gateway.api import api
from gateway.calendar import Calendar
from gateway.credentials import ATTEMPT_COOKIE, SESSION_COOKIE
from gateway.operation import also, gives, operation, refusal, refused, refusing, takes
from gateway.problem import Problem
from gateway.request import Parts
from gateway.schemas import Json, components

Handler = tuple[str, HTTPRouteHandler]
FILE = Path(contracts.__file__).with_name("openapi.yaml")
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
        "them as `Authorization: Bearer`. Whoever sends an account's id as `Redwell-Account` is "
        "answered 401 where another account is signed in: a tab that was opened by somebody else "
        "neither shows nor sends anything in this one's name.\n\n"
        "503 with `Retry-After`: a part is away, send the very same request again."
    ),
    "contact": CONTACT,
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
    found = handlers(app)
    whole = {
        "openapi": "3.1.0",
        "info": INFO,
        "servers": [{"url": "/"}],
        "tags": _tags(found),
        "paths": _paths(found),
        "components": {
            "securitySchemes": SECURITY_SCHEMES,
            "responses": _refusals(found),
            "schemas": _schemas(found),
        },
    }
    text: str = yaml.dump(whole, Dumper=Plain, sort_keys=False, allow_unicode=True, width=100)
    return text


def handlers(app: Litestar) -> list[Handler]:
    """Every route's path and handler, by path and method; not what Litestar itself adds."""
    found = [
        (route.path_format, handler)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if handler.operation_id
    ]
    return sorted(found, key=lambda each: (each[0], *each[1].http_methods))


def main() -> None:
    """Write contracts/openapi.yaml anew."""
    FILE.write_text(document(documented()))


def documented() -> Litestar:
    """The API with nothing behind it: enough to read its routes."""
    nothing: Any = None
    return api(Parts(rpc=nothing, sessions=nothing, live=nothing, hints=nothing, origin=""))


def _tags(routes: list[Handler]) -> list[Json]:
    """What the operations are about, in the words of the module or package that they stand in."""
    homes = {tag: _home(handler) for _, handler in routes for tag in handler.tags or []}
    return [
        {"name": tag, "description": (home.__doc__ or "").partition("\n")[0]}
        for tag, home in sorted(homes.items())
    ]


def _home(handler: HTTPRouteHandler) -> ModuleType:
    module = sys.modules[handler.fn.__module__]
    parent = sys.modules[module.__name__.rpartition(".")[0]]
    return module if parent is all_routes else parent


def _paths(routes: list[Handler]) -> Json:
    paths: Json = {}
    for path, handler in routes:
        for method in handler.http_methods:
            paths.setdefault(path, {})[method.lower()] = operation(path, handler)
    return paths


def _refusals(routes: list[Handler]) -> Json:
    every = [refused(path, handler) for path, handler in routes]
    by_name = {refusing(errors): errors for each in every for errors in each.values()}
    return {name: refusal(by_name[name]) for name in sorted(by_name)}


def _schemas(routes: list[Handler]) -> Json:
    taken = [takes(handler)["data"] for _, handler in routes if "data" in takes(handler)]
    given = [of for _, handler in routes for of in (gives(handler), *also(handler).values())]
    structs = [of for of in given if of not in (Stream, Calendar, type(None))]
    found = components(taken, [*structs, Problem])
    found["Problem"]["properties"]["code"]["description"] = "One of " + ", ".join(_codes())
    return found


def _codes() -> list[str]:
    """The codes that a client can meet; events are refused elsewhere."""
    of_events = {"error", "event_refused", "not_yet"}
    return sorted({*(error.code for error in kinds()), *errors.CODES} - of_events)


if __name__ == "__main__":
    main()
