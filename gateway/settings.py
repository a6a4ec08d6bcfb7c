"""What the gateway reads from its environment, once."""

from pathlib import Path

import msgspec

from backbone.origin import Origin
from backbone.settings import AmqpUrl, LogLevel, PublicUrl


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """`public_url`: the only origin whose pages may change anything (RFC 6454).

    `files_url`: the origin that documents are fetched from. `web`: the folder of the built web
    client.
    """

    amqp_url: AmqpUrl
    public_url: PublicUrl
    files_url: Origin
    web: str = "web/build"
    log_level: LogLevel = "INFO"

    @property
    def web_folder(self) -> Path:
        return Path(self.web)
