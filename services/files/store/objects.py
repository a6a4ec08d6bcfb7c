"""Whole objects: whether they are there, and taking them away."""

import base64
from typing import NamedTuple

from minio.error import S3Error

from contracts import buckets
from services.files.store.connection import Store, reached


class Stored(NamedTuple):
    """`sha256`: in base64, as the store computed it; empty for what came in parts."""

    size: int
    etag: str
    sha256: str


def stat(store: Store, key: str, bucket: str = buckets.DOCUMENTS) -> Stored | None:
    """What is there under the key, or None; so for a key that no object can have."""
    try:
        with reached():
            found = store.client.stat_object(
                bucket, key, extra_headers={"x-amz-checksum-mode": "ENABLED"}
            )
    except (S3Error, ValueError):  # minio's, for `..` and the like
        return None
    headers = found.metadata or {}
    sha256 = headers.get("x-amz-checksum-sha256", "")
    return Stored(found.size or 0, found.etag or "", "" if "-" in sha256 else sha256)


def remove(store: Store, key: str) -> None:
    """What lies under the key goes, and all below it; nothing there is fine."""
    with reached():
        below = list(store.client.list_objects(buckets.DOCUMENTS, f"{key}/", recursive=True))
        for name in (key, *(found.object_name or "" for found in below)):
            store.client.remove_object(buckets.DOCUMENTS, name)


def in_hex(sha256: str) -> str:
    """A digest as the store says it (base64), as we keep it."""
    return base64.b64decode(sha256).hex()
