"""The HTTP API: every route of `/v1`, what a caller needs for it, and what it is given."""

from collections.abc import Callable
from typing import Any

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException, ValidationException

from contracts.errors import DomainError
from gateway import credentials, errors, session
from gateway.given import Calls
from gateway.live import Live
from gateway.routes import conversations, health, live, matters, messages, sign_in
from gateway.routes import session as session_routes
from gateway.session import Sessions

MAX_BODY = 64 * 1024  # bytes
BEARER: dict[str, list[str]] = {"bearer": []}


def api(rpc: Calls, sessions: Sessions, streams: Live) -> Litestar:
    """The routes, answering by way of `rpc`."""
    return Litestar(
        [Router("/v1", route_handlers=[_anyone(), _signing_in(), _signed_in()])],
        dependencies=_given(),
        exception_handlers={
            DomainError: errors.refused,
            ValidationException: errors.not_as_promised,
            HTTPException: errors.http_error,
            Exception: errors.unexpected,
        },
        state=State({"rpc": rpc, "sessions": sessions, "live": streams}),
        request_max_body_size=MAX_BODY,
        openapi_config=None,
        logging_config=None,
    )


def _anyone() -> Router:
    return Router("/", route_handlers=[health.get_health, health.get_ready, sign_in.open_link])


def _signing_in() -> Router:
    return Router(
        "/",
        route_handlers=[
            sign_in.get_sign_in,
            sign_in.send_code,
            sign_in.check_code,
            sign_in.begin_totp,
            sign_in.check_totp,
            sign_in.check_recovery_code,
            sign_in.keep_recovery_codes,
        ],
        guards=[session.has_attempt],
        security=[{"attempt": []}, BEARER],
    )


def _signed_in() -> Router:
    return Router(
        "/",
        route_handlers=[
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
        ],
        guards=[session.signed_in],
        security=[{"session": []}, BEARER],
    )


def _given() -> dict[str, Provide]:
    """What a route gets by naming it; see `given.py`."""
    givers: dict[str, Callable[..., Any]] = {
        "rpc": _rpc,
        "live": _live,
        "client": credentials.client,
        "attempt_token": credentials.attempt_token,
        "session_token": credentials.session_token,
        "session": session.of_request,
        "caller": session.caller,
    }
    return {name: Provide(giver, sync_to_thread=False) for name, giver in givers.items()}


def _rpc(state: State) -> Any:
    return state.rpc


def _live(state: State) -> Any:
    return state.live
