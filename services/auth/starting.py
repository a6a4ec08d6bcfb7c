"""How a sign-in begins: by a link, or by a typed address. Neither brings anybody in."""

import datetime
import uuid

import msgspec

from contracts import ids, links
from contracts.addresses import masked, normalize
from contracts.calls.auth import (
    LinkSent,
    RequestLink,
    SignIn,
    SignInStarted,
    StartByAddress,
    StartSignIn,
)
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
from services.auth.invitations import Invitation
from services.auth.models import Attempt, Device
from services.auth.showing import describe
from services.auth.walk import Walk, resume
from services.auth.work import AuthWork

OPEN_FOR = datetime.timedelta(hours=1)
PER_NETWORK = tallies.Limit("start/network", 600, tallies.HOUR)


def by_link(work: AuthWork, call: StartSignIn) -> SignInStarted:
    """Open a link: it says what is to be proved, and to whom it belongs."""
    invitation = invitations.redeem(work, call.link)
    tallies.count_network(work, PER_NETWORK, call.address)
    if _is_signed_in(work, invitation, call.session_token):
        return SignInStarted(attempt_token="", sign_in=_at_once(invitation))
    if walk := _under_way(work, invitation, call.attempt_token):
        walk.attempt.target = msgspec.to_builtins(invitation.link.target)
        return SignInStarted(attempt_token=walk.token, sign_in=describe(work, walk))
    device = devices.find(work, call.device_token, invitation.person.address)
    token = _begin(
        work, call, invitation.person.address, device, invitation.person.id, invitation.link.target
    )
    return SignInStarted(attempt_token=token, sign_in=describe(work, resume(work, token)))


def by_address(work: AuthWork, call: StartByAddress) -> SignInStarted:
    """Whether the address is known is not looked up here, so neither words nor time tell.

    What is looked up is the device: whose secret it holds knows the address already.
    """
    tallies.count_network(work, PER_NETWORK, call.address)
    address = normalize(call.email)
    device = devices.find(work, call.device_token, address)
    walk = resume(work, _begin(work, call, address, device, None, links.Target()))
    if walk.step == "mailbox":
        codes.send(work, walk)
    return SignInStarted(attempt_token=walk.token, sign_in=describe(work, walk))


def request_link(work: AuthWork, call: RequestLink) -> LinkSent:
    invitation = invitations.renew(work, call.link, call.address)
    return LinkSent(
        firm=firms.card(invitation.firm), masked_address=masked(invitation.person.email)
    )


def _begin(
    work: AuthWork,
    call: StartSignIn | StartByAddress,
    address: str,
    device: Device | None,
    person_id: uuid.UUID | None,
    target: links.Target,
) -> str:
    token = tokens.fresh()
    work.session.add(
        Attempt(
            id=ids.new_id(),
            token_digest=tokens.digest(token),
            person_id=person_id,
            address=address,
            device_id=device.id if device else None,
            target=msgspec.to_builtins(target),
            agent=call.agent,
            network=call.address,
            started_at=work.now,
            ends_at=work.now + OPEN_FOR,
        )
    )
    work.session.flush()
    return token


def _under_way(work: AuthWork, invitation: Invitation, attempt_token: str) -> Walk | None:
    """The sign-in that this browser had begun for the same person: it need not begin again."""
    try:
        walk = resume(work, attempt_token)
    except AttemptEnded:
        return None
    return walk if walk.person and walk.person.id == invitation.person.id else None


def _is_signed_in(work: AuthWork, invitation: Invitation, session_token: str) -> bool:
    """Whether the browser is signed in to the account of the link's address.

    The link came to that very mailbox, so it is the proof of this firm's invitation too; unless
    this firm asks for more than the session has proved.
    """
    live = sessions.find(work, session_token)
    person = persons.locked(work, invitation.person.id)
    if live is None or person is None or live.account.address != person.address:
        return False
    if not sessions.would_hold(work, live, invitation.firm):
        return False
    accounts.join(work, person, live.account)
    return True


def _at_once(invitation: Invitation) -> SignIn:
    return SignIn(
        step="done",
        firm=firms.card(invitation.firm),
        name=invitation.person.name,
        masked_address=masked(invitation.person.email),
        first_time=False,
        target=invitation.link.target,
    )
