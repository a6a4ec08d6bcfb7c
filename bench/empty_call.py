"""What is said to the service that does nothing, and what it answers."""

import msgspec

from contracts.calls.call import Call


class Echoed(msgspec.Struct, frozen=True, kw_only=True):
    text: str


class Echo(Call[Echoed], frozen=True, kw_only=True):
    service = "echo"
    text: str
