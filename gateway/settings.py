"""What the gateway reads from its environment, once."""

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from backbone.settings import AmqpUrl, LogLevel


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """`public_url`: where browsers find the portal. `web`: the folder of the built web client."""

    amqp_url: AmqpUrl
    public_url: Annotated[str, Meta(pattern=r"^https?://[^/]+/?$")]
    web: str = "web/build"
    log_level: LogLevel = "INFO"

    @property
    def origin(self) -> str:
        """The only origin whose pages may change anything (RFC 6454)."""
        return self.public_url.rstrip("/").lower()

    @property
    def web_folder(self) -> Path:
        return Path(self.web)
