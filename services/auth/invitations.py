"""Secure links: whom they mean, and whether they still lead somewhere."""

import dataclasses

import msgspec

from contracts import links
from contracts.errors import LinkExpired, LinkInvalid, LinkRevoked
from contracts.events.accounts import LinkRequested
from services.auth import firms, tallies
from services.auth.models import Firm, Person
from services.auth.work import AuthWork

SOON = tallies.Limit("link/soon", 1, tallies.MINUTE)
DAILY = tallies.Limit("link/daily", 5, 24 * tallies.HOUR)
PER_NETWORK = tallies.Limit("link/network", 60, tallies.HOUR)


@dataclasses.dataclass(frozen=True)
class Invitation:
    link: links.Link
    person: Person
    firm: Firm


def read(work: AuthWork, sealed: str) -> Invitation:
    """What the link means, whether or not it still holds. Raises LinkInvalid."""
    link = links.unseal(sealed, work.keys.links)
    person = work.session.get(Person, link.person_id)
    firm = work.session.get(Firm, link.firm_id)
    if person is None or firm is None or person.firm_id != firm.id:
        raise LinkInvalid()
    return Invitation(link, person, firm)


def redeem(work: AuthWork, sealed: str) -> Invitation:
    """A link that holds; reading it changes nothing, however often and by whomever.

    Raises LinkInvalid, LinkExpired, LinkRevoked.
    """
    invitation = read(work, sealed)
    _refuse_revoked(invitation)
    void_before = invitation.person.links_void_before
    is_void = void_before is not None and invitation.link.issued_at < void_before
    if is_void or invitation.link.expires_at <= work.now:
        raise LinkExpired(firm=_card(invitation))
    return invitation


def renew(work: AuthWork, sealed: str, network: str) -> Invitation:
    """Have a new link sent in place of one that ran out, to the address that it was made for.

    Raises LinkInvalid, LinkRevoked, TooManyTries.
    """
    invitation = read(work, sealed)
    _refuse_revoked(invitation)
    tallies.count_network(work, PER_NETWORK, network)
    tallies.count(work, SOON, str(invitation.person.id))
    tallies.count(work, DAILY, str(invitation.person.id))
    _request(work, invitation.person, invitation.link.target)
    return invitation


def _request(work: AuthWork, person: Person, target: links.Target) -> None:
    request = LinkRequested(person_id=person.id, address=person.email, target=target)
    work.publish(request, person.firm_id)


def _refuse_revoked(invitation: Invitation) -> None:
    person, link = invitation.person, invitation.link
    moved = link.address_digest != links.address_digest(person.email)
    if moved or not person.invited or person.held_at is not None:
        raise LinkRevoked(firm=_card(invitation))


def _card(invitation: Invitation) -> dict[str, str]:
    return msgspec.structs.asdict(firms.card(invitation.firm))
