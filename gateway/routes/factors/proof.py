"""A fresh proof that it is still the same person, asked for before factors change."""

import msgspec
from litestar import Response
from msgspec import UNSET, UnsetType

from contracts.calls import account, passkeys
from contracts.values import Moment
from gateway.bodies import FromBody
from gateway.credentials import SESSION_COOKIE, kept
from gateway.doors import signed_in
from gateway.request import PortalRequest


class ProofAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Factors may be changed until `proof_until`.

    The session goes on under a new token, which native clients find in `session_token`.
    """

    expires_at: Moment
    proof_until: Moment
    session_token: str | UnsetType = UNSET


@signed_in.post("/account/proof")
async def prove(request: PortalRequest, data: FromBody[account.Prove]) -> Response[ProofAnswer]:
    """Prove by the authenticator's code or a recovery code that it is still you."""
    proved = await request.call(data)
    return _go_on(request, proved)


@signed_in.post("/account/proof/passkey")
async def begin_passkey_proof(request: PortalRequest) -> Response[passkeys.PasskeyOptions]:
    """Options for `navigator.credentials.get`."""
    return await request.ask(passkeys.BeginPasskeyProof)


@signed_in.post("/account/proof/passkey/check")
async def finish_passkey_proof(
    request: PortalRequest, data: FromBody[passkeys.FinishPasskeyProof]
) -> Response[ProofAnswer]:
    """Prove by a passkey that it is still you."""
    proved = await request.call(data)
    return _go_on(request, proved)


def _go_on(request: PortalRequest, proved: account.Proved) -> Response[ProofAnswer]:
    """The old token opens nothing any more, here at once and elsewhere by the broker."""
    request.parts.sessions.forget([request.auth.session.session_id])
    answer = ProofAnswer(expires_at=proved.expires_at, proof_until=proved.proof_until)
    if request.native:
        return Response(msgspec.structs.replace(answer, session_token=proved.session_token))
    return Response(answer, cookies=[kept(SESSION_COOKIE, proved.session_token, proved.expires_at)])
