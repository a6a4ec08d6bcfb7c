"""The HTTP API: every route of `/v1`."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.exceptions import HTTPException, ValidationException
from litestar.handlers import HTTPRouteHandler

from contracts.errors import DomainError
from contracts.values import LONGEST_MESSAGE
from gateway import errors
from gateway.request import Parts, PortalRequest
from gateway.routes import (
    account,
    appointments,
    calendar_feed,
    comments,
    conversations,
    documents,
    forms,
    invoices,
    live,
    matters,
    message_changes,
    messages,
    operations,
    progress,
    searching,
    session,
    tasks,
    todo,
    trust,
    uploads,
)
from gateway.routes.factors import changing, proof
from gateway.routes.sign_in import second_factor, starting

MODULES = [
    operations,
    starting,
    second_factor,
    session,
    matters,
    progress,
    todo,
    tasks,
    appointments,
    calendar_feed,
    conversations,
    messages,
    message_changes,
    documents,
    comments,
    forms,
    uploads,
    invoices,
    trust,
    searching,
    live,
    account,
    proof,
    changing,
]
# Bytes, for a message of which each character is written as two escapes, such as \ud83d\ude00.
MAX_BODY = LONGEST_MESSAGE * 12 + 4096
Lifespan = Sequence[Callable[[Litestar], AbstractAsyncContextManager[None]]]


def api(parts: Parts, lifespan: Lifespan = ()) -> Litestar:
    """The routes, answering by way of these parts, which `lifespan` starts and ends."""
    return Litestar(
        [Router("/v1", route_handlers=_routes())],
        exception_handlers={
            DomainError: errors.refused,
            ValidationException: errors.not_as_promised,
            HTTPException: errors.http_error,
            Exception: errors.unexpected,
        },
        request_class=PortalRequest,
        state=State({"parts": parts}),
        lifespan=lifespan,
        request_max_body_size=MAX_BODY,
        openapi_config=None,
        logging_config=None,
    )


def _routes() -> list[HTTPRouteHandler]:
    each = (value for module in MODULES for value in vars(module).values())
    return [value for value in each if isinstance(value, HTTPRouteHandler)]
