"""How a long list is asked for: a page at a time, from where the last one ended."""

from typing import Annotated

from msgspec import Meta

Limit = Annotated[int, Meta(ge=1, le=100)]
Cursor = Annotated[str, Meta(max_length=200)]
