"""Limits on tries: so many in a window of time, then wait; nobody is locked out for good."""

import dataclasses
import datetime
import hashlib
import ipaddress
import math

from sqlalchemy import case, delete, exists, select
from sqlalchemy.dialects.postgresql import insert

from contracts.errors import TooManyTries
from services.auth.models import Tally
from services.auth.work import AuthWork

MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)


@dataclasses.dataclass(frozen=True)
class Limit:
    name: str
    most: int
    within: datetime.timedelta


def count(work: AuthWork, limit: Limit, subject: str) -> None:
    """One more try by `subject`; raises TooManyTries with the seconds to wait."""
    if wait := _seconds_to_wait(work, limit, subject):
        raise TooManyTries(retry_after=wait)


def allows(work: AuthWork, limit: Limit, subject: str) -> bool:
    """One more try by `subject`, where nobody is there to be told: whether it may be."""
    return _seconds_to_wait(work, limit, subject) == 0


def has_tried(work: AuthWork, limit: Limit, subject: str) -> bool:
    """Whether `subject` was counted and its window is not over; asking is no try."""
    lasting = Tally.key == _key(limit, subject), Tally.ends_at > work.now
    return work.session.scalar(select(exists().where(*lasting))) is True


def count_network(work: AuthWork, limit: Limit, address: str) -> None:
    """One more try from the network of this address; raises TooManyTries.

    Whoever has one IPv6 address usually has the 2⁶⁴ of its network (RFC 6177), and could try from
    each; so they are counted together.
    """
    count(work, limit, _network(address))


def forget(work: AuthWork, limit: Limit, subject: str) -> None:
    """It went right: earlier failures no longer count."""
    work.session.execute(delete(Tally).where(Tally.key == _key(limit, subject)))


def _seconds_to_wait(work: AuthWork, limit: Limit, subject: str) -> int:
    """Counts, and says 0 within the limit.

    The count is one statement whose row stays locked until the commit: tries at the same moment
    queue up and none is overlooked.
    """
    if not subject:
        return 0
    ended = Tally.ends_at <= work.now
    fresh_end = work.now + limit.within
    tried, ends_at = work.session.execute(
        insert(Tally)
        .values(key=_key(limit, subject), count=1, ends_at=fresh_end)
        .on_conflict_do_update(
            index_elements=[Tally.key],
            set_={
                "count": case((ended, 1), else_=Tally.count + 1),
                "ends_at": case((ended, fresh_end), else_=Tally.ends_at),
            },
        )
        .returning(Tally.count, Tally.ends_at)
    ).one()
    if tried <= limit.most:
        return 0
    return max(1, math.ceil((ends_at - work.now).total_seconds()))


def _network(address: str) -> str:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # a proxy that names it otherwise
        return address
    if ip.version == 4:
        return str(ip)
    return str(ip.ipv4_mapped or ipaddress.ip_network((ip, 64), strict=False))


def _key(limit: Limit, subject: str) -> bytes:
    return hashlib.sha256(f"{limit.name}/{subject}".encode()).digest()
