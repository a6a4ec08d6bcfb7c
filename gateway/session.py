"""Who is signed in: resolved by auth once, then known here for at most half a minute."""

import datetime
import hashlib
import time
import uuid
from collections.abc import Iterable

import msgspec

from contracts.calls.auth import ResolveSession, Session
from contracts.calls.caller import Caller, CallerPerson
from contracts.errors import NotSignedIn
from gateway.rpc import RpcClient

KNOWN_FOR = 30.0  # seconds; a revocation that we do not hear of still holds after that
MOST = 20_000  # sessions known at once, about 1 kB each


class Known(msgspec.Struct, frozen=True):
    """A session, the caller it makes, and until when (monotonic seconds) we trust that."""

    session: Session
    caller: Caller
    until: float


class Sessions:
    """The sessions that auth resolved lately, by the hash of their token."""

    def __init__(self, rpc: RpcClient) -> None:
        self._rpc = rpc
        self._known: dict[bytes, Known] = {}
        self._news = 0  # counts what made us forget

    async def resolve(self, token: str) -> Known:
        """The live session with this token; raises NotSignedIn."""
        known = self._known.get(_key(token))
        if known is None or known.until <= time.monotonic():
            return await self.resolve_anew(token)
        return known

    async def resolve_anew(self, token: str) -> Known:
        """The same, whatever is known here."""
        known = await self._ask(token)
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[_key(token)] = known
        return known

    def forget(self, session_ids: Iterable[uuid.UUID]) -> None:
        """These sessions have ended or changed."""
        self._news += 1
        gone = set(session_ids)
        self._known = {
            key: known for key, known in self._known.items() if known.session.session_id not in gone
        }

    def forget_all(self) -> None:
        """News may have been missed: ask auth again about everyone."""
        self._news += 1
        self._known.clear()

    async def _ask(self, token: str) -> Known:
        """What auth says, asked again when there was news meanwhile: it may be of this session."""
        if not token:
            raise NotSignedIn()
        news = -1
        while news != self._news:
            news = self._news
            call = ResolveSession(session_token=token)
            session = await self._rpc.call(call)
        return Known(session, _caller(session), time.monotonic() + _trusted_for(session))


def _key(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _caller(session: Session) -> Caller:
    return Caller(
        account_id=session.account_id,
        persons=[
            CallerPerson(person_id=each.person_id, firm_id=each.firm.id) for each in session.persons
        ],
    )


def _trusted_for(session: Session) -> float:
    """Seconds, so that nobody stays past the end of the session."""
    ends = min(session.idle_ends_at, session.ends_at)
    left = (ends - datetime.datetime.now(datetime.UTC)).total_seconds()
    return max(0.0, min(KNOWN_FOR, left))
