"""How a sign-in begins: by a link, or by a typed address. Neither brings anybody in."""

import datetime
import uuid

import msgspec

from contracts import ids, links
from contracts.calls import auth as calls
from contracts.errors import AttemptEnded
from services.auth import (
    accounts,
    codes,
    devices,
    firms,
    invitations,
    persons,
    sessions,
    tallies,
    tokens,
)
from services.auth.context import Context
from services.auth.invitations import Invitation
from services.auth.models import Attempt, Device
from services.auth.showing import describe, masked
from services.auth.walk import Walk, resume

OPEN_FOR = datetime.timedelta(hours=1)
PER_NETWORK = tallies.Limit("start/network", 600, tallies.HOUR)


def by_link(ctx: Context, call: calls.StartSignIn) -> calls.SignInStarted:
    """Open a link: it says what is to be proved, and to whom it belongs."""
    invitation = invitations.redeem(ctx, call.link)
    tallies.count_network(ctx, PER_NETWORK, call.address)
    if _is_signed_in(ctx, invitation, call.session_token):
        return calls.SignInStarted(attempt_token="", sign_in=_at_once(invitation))
    if walk := _under_way(ctx, invitation, call.attempt_token):
        walk.attempt.target = msgspec.to_builtins(invitation.link.target)
        return calls.SignInStarted(attempt_token=walk.token, sign_in=describe(ctx, walk))
    device = devices.find(ctx, call.device_token, invitation.person.address)
    token = _begin(
        ctx, call, invitation.person.address, device, invitation.person.id, invitation.link.target
    )
    return calls.SignInStarted(attempt_token=token, sign_in=describe(ctx, resume(ctx, token)))


def by_address(ctx: Context, call: calls.StartByAddress) -> calls.SignInStarted:
    """Whether the address is known is not looked up here, so neither words nor time tell.

    What is looked up is the device: whose secret it holds knows the address already.
    """
    tallies.count_network(ctx, PER_NETWORK, call.address)
    address = links.normalize(call.email)
    device = devices.find(ctx, call.device_token, address)
    walk = resume(ctx, _begin(ctx, call, address, device, None, links.Target()))
    if walk.step == "mailbox":
        codes.send(ctx, walk)
    return calls.SignInStarted(attempt_token=walk.token, sign_in=describe(ctx, walk))


def request_link(ctx: Context, call: calls.RequestLink) -> calls.LinkSent:
    invitation = invitations.renew(ctx, call.link, call.address)
    return calls.LinkSent(
        firm=firms.card(invitation.firm), masked_address=masked(invitation.person.email)
    )


def _begin(
    ctx: Context,
    call: calls.StartSignIn | calls.StartByAddress,
    address: str,
    device: Device | None,
    person_id: uuid.UUID | None,
    target: links.Target,
) -> str:
    token = tokens.fresh()
    ctx.db.add(
        Attempt(
            id=ids.new_id(),
            token_digest=tokens.digest(token),
            person_id=person_id,
            address=address,
            device_id=device.id if device else None,
            target=msgspec.to_builtins(target),
            agent=call.agent,
            network=call.address,
            started_at=ctx.now,
            ends_at=ctx.now + OPEN_FOR,
        )
    )
    ctx.db.flush()
    return token


def _under_way(ctx: Context, invitation: Invitation, attempt_token: str) -> Walk | None:
    """The sign-in that this browser had begun for the same person: it need not begin again."""
    try:
        walk = resume(ctx, attempt_token)
    except AttemptEnded:
        return None
    return walk if walk.person and walk.person.id == invitation.person.id else None


def _is_signed_in(ctx: Context, invitation: Invitation, session_token: str) -> bool:
    """Whether the browser is signed in to the account of the link's address.

    The link came to that very mailbox, so it is the proof of this firm's invitation too; unless
    this firm asks for more than the session has proved.
    """
    live = sessions.find(ctx, session_token)
    person = persons.locked(ctx, invitation.person.id)
    if live is None or person is None or live.account.address != person.address:
        return False
    if not sessions.would_hold(ctx, live, invitation.firm):
        return False
    accounts.join(ctx, person, live.account)
    return True


def _at_once(invitation: Invitation) -> calls.SignIn:
    return calls.SignIn(
        step="done",
        firm=firms.card(invitation.firm),
        name=invitation.person.name,
        masked_address=masked(invitation.person.email),
        first_time=False,
        target=invitation.link.target,
    )
