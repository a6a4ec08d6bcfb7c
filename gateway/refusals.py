"""What each route may refuse, read where it is said: in the words of its door and of its calls.

Their docstrings name the errors after "Raises". Whatever a route answers beside that is found by
the tests, which hold every answer against openapi.yaml.
"""

import inspect
import re
from itertools import chain
from typing import Any, get_args

from litestar.handlers import HTTPRouteHandler

from contracts.calls.call import Call
from contracts.errors import DomainError, NotFound, Unavailable, Unexpected, kinds
from gateway.bodies import FromBody
from gateway.origin import SAFE, ForeignOrigin
from gateway.reading import BadRequest, TooLarge

Refusal = type[DomainError]
_RAISES = re.compile(r"[Rr]aises ([^.]*)")
_NAME = re.compile(r"\b[A-Z]\w+")


def refusals(path: str, handler: HTTPRouteHandler, data: Any) -> list[Refusal]:
    """By status and code; `data` is the type of the body, if the route takes one."""
    asked = [*_called(handler), *_of_body(data)]
    words = [handler.opt["raises"], *(_words(kind) for kind in asked)]
    found: set[Refusal] = {Unexpected, *chain.from_iterable(map(named, words))}
    if asked or handler.resolve_security():
        found.add(Unavailable)
    if data is not None:
        found |= {BadRequest, TooLarge}
    if "{" in path:
        found.add(NotFound)
    if handler.http_methods <= SAFE:
        found.discard(ForeignOrigin)
    return sorted(found, key=lambda error: (error.status, error.code))


def named(words: str) -> set[Refusal]:
    """The errors that these words name after "Raises"."""
    names = {name for told in _RAISES.findall(words) for name in _NAME.findall(told)}
    return {error for error in kinds() if error.__name__ in names}


def _words(kind: type) -> str:
    """Of the call and of the calls that it is one of."""
    return " ".join(each.__doc__ or "" for each in kind.__mro__ if issubclass(each, Call))


def _of_body(data: Any) -> list[type]:
    each = (data, *get_args(data))
    return [one.call_type for one in each if isinstance(one, type) and issubclass(one, FromBody)]


def _called(handler: HTTPRouteHandler) -> list[type]:
    """The calls that the route's function names in its code, alone or in their module."""
    function: Any = handler.fn
    names, known = function.__code__.co_names, function.__globals__
    values = [known[name] for name in names if name in known]
    modules = [value for value in values if inspect.ismodule(value)]
    values += [getattr(module, name, None) for module in modules for name in names]
    return [value for value in values if isinstance(value, type) and issubclass(value, Call)]
