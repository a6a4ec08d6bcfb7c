"""What events and calls are made of: names, ids, moments and addresses, each with its limits."""

import datetime
from typing import Annotated, Literal

from msgspec import Meta

from contracts import ids

END = r"$(?!\n)"  # unlike $ alone, refuses a trailing line break
Ref = Annotated[str, Meta(min_length=1, max_length=200)]  # a firm's own id for something
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Body = Annotated[str, Meta(min_length=1, max_length=20_000)]
FirmId = Annotated[str, Meta(pattern=rf"^{ids.FIRM_ID.pattern}{END}", examples=["calder"])]
Moment = Annotated[datetime.datetime, Meta(tz=True)]  # RFC 3339 with its offset
EARLIEST = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
LATEST = datetime.datetime(2200, 1, 1, tzinfo=datetime.UTC)
TimeZone = Annotated[str, Meta(max_length=64)]  # IANA name
Kind = Literal["client", "third_party", "staff"]
Thing = Literal["conversation"]  # what a fact is about, and an e-mail leads to

# A plain address (dot-atom of RFC 5322, ASCII before the @): no quotes, comments or lists.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[^\s@<>()\[\],;:\\\".\x00-\x20\x7f]+"
_ADDRESS = rf"^{_ATOM}(\.{_ATOM})*@{_LABEL}(\.{_LABEL})*{END}"
Address = Annotated[
    str, Meta(min_length=3, max_length=254, pattern=_ADDRESS, examples=["maria@example.com"])
]


def is_possible(moment: datetime.datetime) -> bool:
    """Whether it lies in the years that databases, browsers and calendars all can show."""
    return EARLIEST <= moment < LATEST
