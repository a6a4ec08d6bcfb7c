"""E-mails about somebody's way in: codes, new links for old ones, changes they should know of.

Each raises NotYet while the firm is unknown: the e-mail has to name it.
"""

from contracts.errors import NotYet
from contracts.events.accounts import AccountNotice, CodeIssued, LinkRequested
from services.notify.emails import account_notice, code, new_link
from services.notify.models import Firm, Person
from services.notify.queueing import queue, secure_link
from services.notify.work import NotifyWork


def queue_code(work: NotifyWork, event: CodeIssued) -> None:
    """Queue the code for the next moment; nothing at all when it has expired already."""
    if event.expires_at <= work.now:
        return
    firm = _firm(work)
    rendered = code.generate(firm, event.code, event.expires_at - work.at, work.settings.host)
    queue(work, "code", firm, event.address, rendered, urgent=True, expires_at=event.expires_at)


def queue_new_link(work: NotifyWork, event: LinkRequested) -> None:
    """Queue a link to where the old one led."""
    firm = _firm(work)
    person = work.session.get(Person, event.person_id)
    link = secure_link(work, firm, event.person_id, event.address, event.target)
    rendered = new_link.generate(firm, person.name if person else "", link, work.settings.host)
    queue(work, "new_link", firm, event.address, rendered, urgent=True, person_id=event.person_id)


def queue_notice(work: NotifyWork, event: AccountNotice) -> None:
    """Queue word of a change in how they sign in."""
    firm = _firm(work)
    rendered = account_notice.generate(firm, event, work.settings.host)
    queue(work, "account_notice", firm, event.address, rendered)


def _firm(work: NotifyWork) -> Firm:
    firm = work.session.get(Firm, work.firm_id)
    if firm is None:
        raise NotYet("The firm is not known yet.")
    return firm
