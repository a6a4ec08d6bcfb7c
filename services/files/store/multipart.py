"""Uploads in parts: begun, listed, ended and given up by us, never by a browser.

minio has public calls for none of these, but signs them (S3 API: CreateMultipartUpload, ListParts,
CompleteMultipartUpload, AbortMultipartUpload).
"""

import contextlib
import datetime
from collections.abc import Mapping
from typing import NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from contracts import buckets
from contracts.errors import Unavailable
from services.files.store.connection import Store, reached

_SOON = datetime.timedelta(minutes=1)
_LONGEST = 4 * 1024 * 1024  # bytes of an answer: a thousand parts are listed in 250 kB


class StoredPart(NamedTuple):
    etag: str
    size: int


class Mismatch(Exception):
    """The parts that are there are not those that were announced."""


def create(store: Store, key: str) -> str:
    """The store's id of a new upload, whose parts are checked by their SHA-256."""
    query = {"uploads": "", "x-amz-checksum-algorithm": "SHA256"}
    answer = _ask(store, "POST", key, query)
    return _text(answer.xml, "UploadId")


def list_parts(store: Store, key: str, upload: str) -> dict[int, StoredPart] | None:
    """What is there, by number; None when there is no such upload (any more).

    A part that was sent twice is listed twice; both have the digest that was announced.
    """
    answer = _ask(store, "GET", key, {"uploadId": upload, "max-parts": "1000"})
    if answer.status == 404:
        return None
    return {
        int(_text(part, "PartNumber")): StoredPart(
            _text(part, "ETag").strip('"'), int(_text(part, "Size"))
        )
        for part in answer.xml.iterfind("{*}Part")
    }


def complete(
    store: Store, key: str, upload: str, parts: Mapping[int, StoredPart], sha256: Mapping[int, str]
) -> bool:
    """Put the parts together; the same again does nothing more. False: there is no such upload.

    `sha256`: of each part, in base64. Raises Mismatch.
    """
    listed = "".join(
        f"<Part><PartNumber>{number}</PartNumber><ETag>{escape(parts[number].etag)}</ETag>"
        f"<ChecksumSHA256>{escape(sha256[number])}</ChecksumSHA256></Part>"
        for number in sorted(parts)
    )
    body = f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>"
    answer = _ask(store, "POST", key, {"uploadId": upload}, body)
    if answer.status == 404:
        return False
    if answer.status == 400:
        raise Mismatch
    # A failure may come with 200 (CompleteMultipartUpload, "200 OK" errors).
    if not answer.xml.tag.endswith("CompleteMultipartUploadResult"):
        raise Unavailable
    return True


def abort(store: Store, key: str, upload: str) -> None:
    """Forget the parts. Never to be asked for what may have been completed: bytes could go."""
    answer = _ask(store, "DELETE", key, {"uploadId": upload})
    if answer.status not in (204, 404):
        raise Unavailable


class _Answer(NamedTuple):
    status: int
    body: bytes

    @property
    def xml(self) -> ElementTree.Element:
        """Raises Unavailable for any other answer than a good one."""
        if self.status != 200 or len(self.body) > _LONGEST:
            raise Unavailable
        return ElementTree.fromstring(self.body)  # noqa: S314 - our own store's, and not long


def _ask(store: Store, method: str, key: str, query: dict[str, str], body: str = "") -> _Answer:
    url = store.client.get_presigned_url(
        method, buckets.DOCUMENTS, key, expires=_SOON, extra_query_params=dict(query)
    )
    with reached():
        answer = store.http.request(method, url, body=body or None, preload_content=False)
        with contextlib.closing(answer):
            return _Answer(answer.status, answer.read(_LONGEST + 1))


def _text(element: ElementTree.Element, name: str) -> str:
    return element.findtext(f"{{*}}{name}") or ""
