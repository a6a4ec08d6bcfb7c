"""Sessions that end or change, for whoever trusts them."""

import uuid

from contracts.events.exchanges import InternalEvent


class SessionRevoked(InternalEvent, frozen=True, kw_only=True):
    """These sessions are over: forget them and close their streams."""

    type = "session.revoked"
    session_ids: list[uuid.UUID]


class SessionChanged(InternalEvent, frozen=True, kw_only=True):
    """These sessions go on, but open other things than before: ask anew what."""

    type = "session.changed"
    session_ids: list[uuid.UUID]
