"""Addresses that open one thing in the store for a while, for whoever has them."""

import datetime
from urllib.parse import quote

from contracts import buckets
from services.files.store.connection import Store

PART_FOR = datetime.timedelta(hours=1)
OPEN_FOR = datetime.timedelta(minutes=1)
# No part of a name where it would mean something to whoever saves the file, nor what ends a header.
_ELSEWHERE = str.maketrans(dict.fromkeys('/\\:*?"<>|;%', "_"))


def part_address(store: Store, key: str, sha256: str, upload: str = "", number: int = 1) -> str:
    """Where exactly the bytes with this digest (base64) can be put, for an hour.

    `upload`: the multipart upload of which they are part `number`; without it they are the whole.
    The store itself refuses other bytes. The digest is signed as a part of the query: the client
    signs no header but the host, and the store takes none that is not signed.
    """
    query = {"x-amz-checksum-sha256": sha256}
    if upload:
        query |= {"uploadId": upload, "partNumber": str(number)}
    return store.signer.get_presigned_url(
        "PUT", buckets.DOCUMENTS, key, expires=PART_FOR, extra_query_params=dict(query)
    )


def get_address(store: Store, key: str, name: str) -> str:
    """Where the bytes can be read for a minute, whole or in ranges, and are saved under this name.

    They come as bytes of no type, and to be saved: nothing is shown by being opened.
    """
    return store.signer.get_presigned_url(
        "GET",
        buckets.DOCUMENTS,
        key,
        expires=OPEN_FOR,
        response_headers={
            "response-content-type": "application/octet-stream",
            "response-content-disposition": attachment(name),
            "response-cache-control": "no-store",
        },
    )


def attachment(name: str) -> str:
    """Content-Disposition (RFC 6266) for a file of any name, its letters kept (RFC 8187)."""
    name = name.translate(_ELSEWHERE).lstrip(". ") or "document"
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
