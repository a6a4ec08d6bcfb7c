"""What files needs to be told beside what every service is told."""

import functools
from typing import Annotated

from msgspec import Meta

from backbone.origin import Origin
from backbone.settings import ServiceSettings
from contracts.values import LARGEST_DOCUMENT
from services.files.store import Store

FilesUrl = Annotated[
    Origin,
    Meta(
        description="Where browsers reach the documents, through your TLS proxy: another origin\n"
        "than the portal's, so that what a document holds never runs in its name.",
        examples=["https://files.portal.example.com"],
    ),
]
StoreUrl = Annotated[
    Origin,
    Meta(
        description="The object store (S3), as Redwell itself reaches it.",
        examples=["http://seaweedfs:8333"],
    ),
]
Region = Annotated[
    str, Meta(min_length=1, description="As the object store has it.", examples=["us-east-1"])
]
AccessKey = Annotated[
    str,
    Meta(
        min_length=1,
        description="A key of the object store's that reaches the bucket `documents` and every\n"
        "firm's drop bucket.",
    ),
]


MaxUnsentBytes = Annotated[
    int,
    Meta(
        ge=LARGEST_DOCUMENT,
        description="How many bytes one person may have uploaded and not sent.",
        examples=[5 * LARGEST_DOCUMENT],
    ),
]
MaxUnsentFiles = Annotated[
    int,
    Meta(
        ge=1,
        description="How many files one person may have uploaded and not sent.",
        examples=[300],
    ),
]


class FilesSettings(ServiceSettings, frozen=True, kw_only=True, dict=True):
    """Where the bytes are. `files_url`: the origin of the addresses that browsers are given."""

    files_url: FilesUrl
    store_url: StoreUrl
    store_access_key: AccessKey
    store_secret_key: Annotated[str, Meta(min_length=1)]
    store_region: Region = "us-east-1"
    max_unsent_bytes: MaxUnsentBytes = 5 * LARGEST_DOCUMENT
    max_unsent_files: MaxUnsentFiles = 300

    @functools.cached_property
    def store(self) -> Store:
        return Store(self)
