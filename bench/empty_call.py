"""What is said to the service that does nothing, and what it answers."""

import msgspec


class Echo(msgspec.Struct, frozen=True, kw_only=True):
    text: str
