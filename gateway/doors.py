"""What a caller must show before their request is read: each route states its door.

`@signed_in.post("/matters")` above a function makes the route. Its operation is called as the
function is, and belongs to what the module, or the package that it stands in, is about.

A door's check is a hook and not one of Litestar's guards, which copy the whole route for each guard
and request.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, cast

from litestar.handlers import HTTPRouteHandler

from contracts.errors import AttemptEnded, NotSignedIn
from gateway import credentials, routes
from gateway.bodies import derive
from gateway.origin import json_only, own_pages_only
from gateway.reading import check_query
from gateway.request import PortalRequest

Check = Callable[[PortalRequest], Awaitable[None]]
Make = Callable[[Callable[..., Any]], HTTPRouteHandler]


class Door:
    """Makes the routes behind it; `opened_by` names what opens it, as openapi.yaml does."""

    def __init__(self, name: str, check: Check, *opened_by: str) -> None:
        self.name = name
        self._check = check
        self._security = [{what: list[str]()} for what in opened_by]
        self.get = partial(self._route, "GET")
        self.post = partial(self._route, "POST")
        self.put = partial(self._route, "PUT")
        self.patch = partial(self._route, "PATCH")
        self.delete = partial(self._route, "DELETE")

    def _route(self, method: Any, path: str, *, status_code: int = 200, **own: Any) -> Make:
        def make(function: Callable[..., Any]) -> HTTPRouteHandler:
            derive(function)
            route = HTTPRouteHandler(
                path,
                http_method=method,
                status_code=status_code,
                before_request=cast("Any", self._check),
                security=self._security,
                operation_id=_operation_id(function.__name__),
                tags=[_tag(function.__module__)],
                opt={"door": self.name, "raises": f"{_come_in.__doc__} {self._check.__doc__}"},
                **own,
            )
            return route(function)

        return make


def _operation_id(function: str) -> str:
    first, *more = function.split("_")
    return first + "".join(map(str.title, more))


def _tag(module: str) -> str:
    return module.removeprefix(f"{routes.__name__}.").partition(".")[0].replace("_", "-")


async def _come_in(request: PortalRequest) -> None:
    """Raises ForeignOrigin, NotJson, InvalidInput."""
    own_pages_only(request, request.parts.origin)
    json_only(request)
    check_query(request.scope["query_string"])


async def _begun(request: PortalRequest) -> None:
    """Lets only a browser pass that began to sign in; auth judges the attempt itself.

    Raises AttemptEnded.
    """
    await _come_in(request)
    if not request.attempt_token:
        raise AttemptEnded()


async def _session(request: PortalRequest) -> None:
    """Lets only a live session pass, and that of the account which is meant, if it is said.

    Raises NotSignedIn.
    """
    await _come_in(request)
    known = await request.parts.sessions.resolve(request.session_token)
    if credentials.meant_account(request) not in ("", str(known.caller.account_id)):
        raise NotSignedIn()
    request.scope["auth"] = known


anyone = Door("anyone", _come_in)
signing_in = Door("signing in", _begun, "attempt", "bearer")
signed_in = Door("signed in", _session, "session", "bearer")
