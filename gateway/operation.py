"""One route as an operation of OpenAPI: what it takes, what it answers, what it needs."""

import inspect
from itertools import groupby
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import HeaderParameter
from litestar.response import Stream

from gateway.calendar import Calendar
from gateway.problem import MEDIA_TYPE
from gateway.refusals import Refusal, refusals
from gateway.schemas import REF, Json, schema


def operation(path: str, handler: HTTPRouteHandler) -> Json:
    """The operation at `path`, described by the words of its handler."""
    summary, _, more = (inspect.getdoc(handler.fn) or "").partition("\n\n")
    taken = takes(handler)
    described: Json = {
        "operationId": handler.operation_id,
        "tags": list(handler.tags or []),
        "summary": summary.rstrip("."),
        "description": more or summary,
        "security": handler.resolve_security(),
        "parameters": [
            _parameter(handler, path, name, of) for name, of in taken.items() if name != "data"
        ],
        "responses": _responses(path, handler),
    }
    if "data" in taken:
        required = _default(handler, "data") is inspect.Parameter.empty
        described["requestBody"] = {"required": required, "content": _json(taken["data"])}
    return {key: value for key, value in described.items() if value or key == "security"}


def _responses(path: str, handler: HTTPRouteHandler) -> Json:
    answers = {handler.status_code: gives(handler), **also(handler)}
    return {
        **{str(status): _answer(of) for status, of in answers.items()},
        **{
            str(status): {"$ref": f"#/components/responses/{refusing(errors)}"}
            for status, errors in refused(path, handler).items()
        },
    }


def refused(path: str, handler: HTTPRouteHandler) -> dict[int, list[Refusal]]:
    """What the route may refuse, by status."""
    found = refusals(path, handler, takes(handler).get("data"))
    by_status = groupby(found, key=lambda error: error.status)
    return {status: list(errors) for status, errors in by_status if status not in also(handler)}


def refusing(errors: list[Refusal]) -> str:
    """The name that their answer has in the document."""
    return "-or-".join(error.code for error in errors)


def refusal(errors: list[Refusal]) -> Json:
    """The answer of one status, with the codes that it may have."""
    told = [f"`{error.code}`: {error.message}" for error in errors]
    codes = {"properties": {"code": {"enum": [error.code for error in errors]}}}
    schema = {"allOf": [{"$ref": REF.format(name="Problem")}, codes]}
    later = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
    described = {
        "description": "\n".join(told),
        "headers": later if errors[0].status in (429, 503) else {},
        "content": {MEDIA_TYPE: {"schema": schema}},
    }
    return {key: value for key, value in described.items() if value}


def also(handler: HTTPRouteHandler) -> dict[int, Any]:
    """What is answered under another status, and yet is no refusal."""
    return {status: spec.data_container for status, spec in (handler.responses or {}).items()}


def takes(handler: HTTPRouteHandler) -> Json:
    """What comes with the request, by name."""
    hints = get_type_hints(handler.fn, include_extras=True)
    return {name: of for name, of in hints.items() if name not in ("request", "return")}


def gives(handler: HTTPRouteHandler) -> Any:
    """The struct answered, None for no content, Stream or Calendar."""
    of = get_type_hints(handler.fn, include_extras=True)["return"]
    return get_args(of)[0] if get_origin(of) is Response else of


def _parameter(handler: HTTPRouteHandler, path: str, name: str, of: Any) -> Json:
    default = _default(handler, name)
    required = default is inspect.Parameter.empty
    for mark in _marks(of, HeaderParameter):
        where = {"name": mark.name, "in": "header", "description": mark.description}
        return {**where, "required": required, "schema": schema(get_args(of)[0])}
    where = {"name": name, "in": "path" if f"{{{name}}}" in path else "query"}
    own = {} if default in ("", inspect.Parameter.empty) else {"default": default}
    return {**where, "required": required, "schema": schema(of) | own}


def _default(handler: HTTPRouteHandler, name: str) -> Any:
    return inspect.signature(handler.fn).parameters[name].default


def _answer(of: Any) -> Json:
    if of is Stream:
        return {
            "description": "Server-sent events.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    if of is Calendar:
        return {
            "description": "A calendar (RFC 5545).",
            "content": {"text/calendar": {"schema": {"type": "string"}}},
        }
    if of is type(None):
        return {"description": "Done."}
    return {"description": (of.__doc__ or "Done.").partition("\n")[0], "content": _json(of)}


def _json(of: Any) -> Json:
    return {"application/json": {"schema": schema(of)}}


def _marks(of: Any, kind: type) -> list[Any]:
    return (
        [mark for mark in get_args(of)[1:] if isinstance(mark, kind)]
        if (get_origin(of) is Annotated)
        else []
    )
