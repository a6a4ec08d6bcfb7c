"""What a list over all firms and matters is narrowed to."""

from typing import Annotated

from msgspec import Meta

FirmChosen = Annotated[str, Meta(max_length=40)]  # empty for all
