"""The HTTP API: every route of `/v1`, and what a caller needs for it."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, cast

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.exceptions import HTTPException, ValidationException
from litestar.handlers import HTTPRouteHandler

from contracts.errors import DomainError
from gateway import doors, errors
from gateway.request import Parts, PortalRequest
from gateway.routes import (
    account,
    conversations,
    factors,
    health,
    live,
    matters,
    messages,
    proof,
    second_factor,
    sign_in,
)
from gateway.routes import session as session_routes

MAX_BODY = 64 * 1024  # bytes
Lifespan = Sequence[Callable[[Litestar], AbstractAsyncContextManager[None]]]
Door = Callable[[PortalRequest], Awaitable[None]]


def api(parts: Parts, lifespan: Lifespan = ()) -> Litestar:
    """The routes, answering by way of these parts, which `lifespan` starts and ends."""
    return Litestar(
        [Router("/v1", route_handlers=[_anyone(), _signing_in(), _signed_in()])],
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


def _anyone() -> Router:
    routes: list[HTTPRouteHandler] = [
        health.get_health,
        health.get_ready,
        sign_in.open_link,
        sign_in.start_by_address,
        sign_in.request_link,
    ]
    return _behind(doors.anyone, routes)


def _signing_in() -> Router:
    routes: list[HTTPRouteHandler] = [
        sign_in.get_sign_in,
        sign_in.send_code,
        sign_in.check_code,
        second_factor.begin_totp,
        second_factor.check_totp,
        second_factor.check_recovery_code,
        second_factor.keep_recovery_codes,
        second_factor.use_mailbox_alone,
        second_factor.begin_passkey_setup,
        second_factor.finish_passkey_setup,
        second_factor.begin_passkey_sign_in,
        second_factor.finish_passkey_sign_in,
    ]
    return _behind(doors.signing_in, routes, "attempt", "bearer")


def _signed_in() -> Router:
    routes: list[HTTPRouteHandler] = [
        session_routes.get_session,
        session_routes.sign_out,
        matters.list_matters,
        matters.get_matter,
        conversations.list_conversations,
        conversations.get_conversation,
        conversations.mark_read,
        messages.list_messages,
        messages.send_message,
        live.open_live_stream,
        account.confirm_profile,
        account.list_sessions,
        account.end_one_session,
        account.end_sessions,
        account.forget_device,
        proof.prove,
        proof.begin_passkey_proof,
        proof.finish_passkey_proof,
        factors.get_factors,
        factors.begin_totp_change,
        factors.confirm_totp_change,
        factors.remove_totp,
        factors.make_recovery_codes,
        factors.begin_passkey_add,
        factors.finish_passkey_add,
        factors.rename_passkey,
        factors.remove_passkey,
    ]
    return _behind(doors.signed_in, routes, "session", "bearer")


def _behind(door: Door, routes: list[HTTPRouteHandler], *needs: str) -> Router:
    """These routes behind a door; `needs` names what opens it, as openapi.yaml does."""
    return Router(
        "/",
        route_handlers=routes,
        before_request=cast("Any", door),
        security=[{need: []} for need in needs],
    )
