"""A request as the routes see it: who asks, and the ways to answer."""

from typing import Any, TypeAlias, cast

import msgspec
from litestar import Request, Response
from litestar.enums import MediaType
from litestar.exceptions import InternalServerException

from contracts.calls.call import A, Call
from contracts.calls.caller import Caller
from contracts.errors import DomainError
from gateway import credentials
from gateway.bodies import GIVEN, FromBody
from gateway.hints import Hints
from gateway.live import Live
from gateway.reading import read_json
from gateway.rpc import RpcClient
from gateway.session import Known, Sessions

Asked: TypeAlias = type[Call[A]] | FromBody[Call[A]]


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """What the routes work with; `origin` is the portal's own, whose pages may change things."""

    rpc: RpcClient
    sessions: Sessions
    live: Live
    hints: Hints
    origin: str


class Unfinished(DomainError):
    """Whoever asked went away, or was sent away for being too slow: nobody reads this."""

    code, status = "request_timeout", 408
    message = "The request took too long to arrive."


class PortalRequest(Request[Any, Known, Any]):
    """Litestar's request with what our routes ask it for; `auth` is who is signed in.

    Litestar could hand each of these to a route by its name, for as much time again as the whole
    request takes without.
    """

    @property
    def parts(self) -> Parts:
        return cast("Parts", self.app.state.parts)

    @property
    def rpc(self) -> RpcClient:
        return self.parts.rpc

    @property
    def caller(self) -> Caller:
        """The account and its persons, as every service wants to know them."""
        return self.auth.caller

    @property
    def session_token(self) -> str:
        return credentials.token(self, credentials.SESSION_COOKIE)

    @property
    def attempt_token(self) -> str:
        """The token of the sign-in that was begun in this browser."""
        return credentials.token(self, credentials.ATTEMPT_COOKIE)

    @property
    def device_token(self) -> str:
        """The token by which this device is remembered, if it is."""
        return credentials.device_token(self)

    @property
    def earlier_session(self) -> str:
        """The token of the session that a sign-in under way is to take the place of, if any."""
        return credentials.earlier_session(self)

    @property
    def native(self) -> bool:
        """Native clients are given tokens in bodies, browsers never."""
        return credentials.is_native(self)

    @property
    def agent(self) -> str:
        """The client as it calls itself."""
        return self.headers.get("user-agent", "")[:400]

    @property
    def address(self) -> str:
        """The client's network address, where a proxy that we trust tells it or there is none."""
        peer = self.scope["client"]
        return peer[0] if peer else ""

    async def body(self) -> bytes:
        """Raises Unfinished."""
        try:
            return await super().body()
        except InternalServerException as error:  # Litestar's, for a client that is gone
            raise Unfinished() from error

    async def json(self) -> Any:
        """Raises BadRequest, InvalidInput, Unfinished."""
        return read_json(await self.body())

    async def ask(self, what: Asked[A], **rest: Any) -> Response[A]:
        """Answer with what the call's service answers, in JSON.

        `what`: a kind of call, or what the body tells of one. Who asks is added here, and `rest`
        holds all else. The answer's bytes are handed on as they came, neither decoded nor encoded
        again: both sides share the contract.
        """
        raw: Any = await self.rpc.raw(self._whole(what, rest))
        return Response(raw, media_type=MediaType.JSON)

    async def call(self, what: Asked[A], **rest: Any) -> A:
        """The answer to the same, for a route that has something to do with it."""
        return await self.rpc.call(self._whole(what, rest))

    def _whole(self, what: Asked[A], rest: dict[str, Any]) -> Call[A]:
        make, kind = (what.call, what.call_type) if isinstance(what, FromBody) else (what, what)
        for name in GIVEN:
            if name in kind.__struct_fields__ and name not in rest:
                rest[name] = getattr(self, name)
        return make(**rest)
