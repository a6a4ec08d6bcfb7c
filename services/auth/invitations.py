"""Secure links: whom they mean, and whether they still lead somewhere."""

import dataclasses

from contracts import links
from contracts.errors import LinkExpired, LinkInvalid, LinkRevoked
from services.auth.context import Context
from services.auth.models import Firm, Person


@dataclasses.dataclass(frozen=True)
class Invitation:
    link: links.Link
    person: Person
    firm: Firm


def read(ctx: Context, sealed: str) -> Invitation:
    """What the link means, whether or not it still holds. Raises LinkInvalid."""
    link = links.unseal(sealed, ctx.keys.links)
    person = ctx.db.get(Person, link.person_id)
    firm = ctx.db.get(Firm, link.firm_id)
    if person is None or firm is None or person.firm_id != firm.id:
        raise LinkInvalid()
    return Invitation(link, person, firm)


def redeem(ctx: Context, sealed: str) -> Invitation:
    """A link that holds; reading it changes nothing, however often and by whomever.

    Raises LinkInvalid, LinkExpired, LinkRevoked.
    """
    invitation = read(ctx, sealed)
    link, person = invitation.link, invitation.person
    firm = {"id": invitation.firm.id, "name": invitation.firm.name}
    if not person.invited or link.address_digest != links.address_digest(person.email):
        raise LinkRevoked(firm=firm)
    if person.links_void_before is not None and link.issued_at < person.links_void_before:
        raise LinkRevoked(firm=firm)
    if link.expires_at <= ctx.now:
        raise LinkExpired(firm=firm)
    return invitation
