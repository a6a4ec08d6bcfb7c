"""A fresh proof that it is still the same person, asked for before factors change."""

from typing import Any, Literal

import msgspec
from litestar import Response, post
from litestar.params import JSONBody
from msgspec import UNSET, UnsetType

from contracts.calls import account, passkeys
from contracts.calls.auth import Code, Session
from contracts.events.envelope import Moment
from gateway.answers import ask
from gateway.credentials import SESSION_COOKIE, Client, kept
from gateway.given import Asking, KnownSessions, MySession, Rpc, Token
from gateway.session import Sessions

TAGS = ["factors"]


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    factor: Literal["totp", "recovery_code"]
    code: Code


class PasskeyProof(msgspec.Struct, frozen=True, kw_only=True):
    """`credential`: what `PublicKeyCredential.toJSON()` gives."""

    credential: dict[str, Any]


class ProofAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Factors may be changed until `proof_until`.

    The session goes on under a new token, which native clients find in `session_token`.
    """

    expires_at: Moment
    proof_until: Moment
    session_token: str | UnsetType = UNSET


@post("/account/proof", operation_id="prove", tags=TAGS, status_code=200)
async def prove(
    rpc: Rpc,
    client: Asking,
    sessions: KnownSessions,
    session: MySession,
    session_token: Token,
    data: JSONBody[Proof],
) -> Response[ProofAnswer]:
    """Prove by the authenticator's code or a recovery code that it is still you."""
    call = account.Prove(session_token=session_token, factor=data.factor, code=data.code)
    proved = await rpc.call("auth", "prove", call, account.Proved)
    return _go_on(client, sessions, session, proved)


@post("/account/proof/passkey", operation_id="beginPasskeyProof", tags=TAGS, status_code=200)
async def begin_passkey_proof(rpc: Rpc, session_token: Token) -> Response[passkeys.PasskeyOptions]:
    """Options for `navigator.credentials.get`."""
    call = passkeys.BeginPasskeyProof(session_token=session_token)
    return await ask(rpc, "auth", "begin_passkey_proof", call, passkeys.PasskeyOptions)


@post("/account/proof/passkey/check", operation_id="finishPasskeyProof", tags=TAGS, status_code=200)
async def finish_passkey_proof(
    rpc: Rpc,
    client: Asking,
    sessions: KnownSessions,
    session: MySession,
    session_token: Token,
    data: JSONBody[PasskeyProof],
) -> Response[ProofAnswer]:
    """Prove by a passkey that it is still you."""
    call = passkeys.FinishPasskeyProof(session_token=session_token, credential=data.credential)
    proved = await rpc.call("auth", "finish_passkey_proof", call, account.Proved)
    return _go_on(client, sessions, session, proved)


def _go_on(
    client: Client, sessions: Sessions, session: Session, proved: account.Proved
) -> Response[ProofAnswer]:
    """The old token opens nothing any more, here at once and elsewhere by the broker."""
    sessions.forget([session.session_id])
    answer = ProofAnswer(expires_at=proved.expires_at, proof_until=proved.proof_until)
    if client.native:
        return Response(msgspec.structs.replace(answer, session_token=proved.session_token))
    return Response(answer, cookies=[kept(SESSION_COOKIE, proved.session_token, proved.expires_at)])
