"""Ids made by clients: what is sent twice under one is made once."""

import uuid
from typing import Annotated

from litestar.params import HeaderParameter

from contracts.errors import InvalidInput

IdempotencyKey = Annotated[
    str,
    HeaderParameter(
        name="Idempotency-Key",
        description="The id of what is made, a UUIDv7 (RFC 9562) of the client's own. Sent again "
        "with the same body it answers the same; with another body it is a conflict.",
    ),
]


def uuid7(idempotency_key: str) -> uuid.UUID:
    """The UUIDv7 in the header, bare or quoted as a structured string; raises InvalidInput."""
    try:
        key = uuid.UUID(idempotency_key.strip('"'))
    except ValueError:
        key = None
    if key is None or key.version != 7:
        raise InvalidInput(
            "The header Idempotency-Key must be a UUIDv7, made once for each thing.",
            field="Idempotency-Key",
        )
    return key
