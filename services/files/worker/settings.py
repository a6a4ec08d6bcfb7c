"""What the files worker is told."""

import pathlib
from typing import Annotated

import msgspec
from msgspec import Meta

from backbone.settings import DatabaseUrl, LogLevel
from services.files.settings import AccessKey, FilesUrl, Region, StoreUrl

LARGEST_SCANNED = (
    2_000_000_000  # bytes; ClamAV looks into none of 2 GiB or more, whatever it is told
)


class WorkerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`poll`, `lease`: seconds, after which it looks for work without having been woken, and after
    which another worker takes what one that died had in hand. `threads`: jobs at the same time.

    `clamd`: where ClamAV's daemon listens, `unix:/…` or `tcp://host:port`; empty where there is
    none. `scan_limit`: bytes up to which it looks into a file, as its own settings have it.
    `converter`: the folder that is shared with a converter; empty where children are run here.
    """

    database_url: DatabaseUrl
    files_url: FilesUrl
    store_url: StoreUrl
    store_access_key: AccessKey
    store_secret_key: Annotated[str, Meta(min_length=1)]
    store_region: Region = "us-east-1"
    log_level: LogLevel = "INFO"
    threads: Annotated[int, Meta(ge=1, le=32)] = 2
    poll: Annotated[float, Meta(gt=0)] = 2.0
    lease: Annotated[float, Meta(gt=0)] = 30.0
    retry_delays: list[float] = msgspec.field(default_factory=lambda: [2, 10, 60, 300, 900])
    clamd: str = ""
    scan_limit: Annotated[int, Meta(ge=1, le=LARGEST_SCANNED)] = LARGEST_SCANNED
    converter: str = ""

    @property
    def shared_folder(self) -> pathlib.Path | None:
        return pathlib.Path(self.converter) if self.converter else None
