"""The firm's own pages for paying: where they may be, and who was led there when.

What is paid there is known once the firm says so, and from nothing else.
"""

import re

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backbone.postgres import newest
from backbone.work import Work
from contracts.calls.billing import OpenPayment, PaymentPage
from contracts.errors import EventRefused, NotFound, NotYet
from contracts.events.firms import FirmPolicyChanged
from services.billing import access
from services.billing.models import Leaving, PayHosts

_PLAIN = re.compile(r"https://([a-z0-9.-]+)(?:[/?#][!-\[\]-~]*)?")


def allow(work: Work, event: FirmPolicyChanged) -> None:
    """Pay links may lead there from now on, and nowhere else; of two the newer counts."""
    if event.pay_hosts is None:
        return
    firm, said = {"firm_id": work.firm_id}, {"hosts": event.pay_hosts}
    newest.put(work.session, PayHosts, firm, said, at=work.at)


def check(work: Work, link: str) -> None:
    """Raises EventRefused for a link that people must not be led to, NotYet before hosts are said.

    A name in other letters than a to z, or in punycode, is on no list: it may look like another.
    """
    if not link:
        return
    if not (host := host_of(link)):
        raise EventRefused("The pay link is not written like 'https://pay.example.com/17'.")
    allowed = hosts(work, work.firm_id)
    if allowed is None:
        raise NotYet("The firm has not said yet where its pay links may lead.")
    if host not in allowed:
        raise EventRefused(
            f"The pay link leads to '{host}', which is none of the firm's 'pay_hosts'."
        )


def open_(work: Work, call: OpenPayment) -> PaymentPage:
    """Its address, and that the caller was led there, on record. Raises NotFound."""
    seen = access.seen(work, call.caller, call.invoice_id)
    if not leads_somewhere(work, seen.invoice.firm_id, seen.invoice.pay_link, seen.invoice.state):
        raise NotFound()
    key = (seen.invoice.id, seen.person_id)
    before = work.session.scalar(
        select(Leaving.opened_at).where(Leaving.invoice_id == key[0], Leaving.person_id == key[1])
    )
    left = insert(Leaving).values(invoice_id=key[0], person_id=key[1], opened_at=work.now)
    work.session.execute(
        left.on_conflict_do_update(
            index_elements=[Leaving.invoice_id, Leaving.person_id], set_={"opened_at": work.now}
        )
    )
    return PaymentPage(url=seen.invoice.pay_link, opened_before=before)


def leads_somewhere(work: Work, firm_id: str, link: str, state: str) -> bool:
    """Whether there is something to pay, and a link to where the firm lets people pay now."""
    return state == "outstanding" and bool(link) and host_of(link) in (hosts(work, firm_id) or ())


def host_of(link: str) -> str:
    """Empty for what is no plain https address: with a name before the host, a port, or signs that
    browsers read in another way than we do."""
    found = _PLAIN.fullmatch(link)
    return found[1] if found else ""


def hosts(work: Work, firm_id: str) -> list[str] | None:
    """None where the firm has never said any."""
    return work.session.scalar(select(PayHosts.hosts).where(PayHosts.firm_id == firm_id))
