"""Bytes on their way: read, put there, copied from a firm's drop bucket; in little memory."""

import contextlib
import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from minio.commonconfig import ComposeSource, CopySource
from minio.error import S3Error

from contracts import buckets
from services.files.store.connection import Store, reached

_CHUNK = 256 * 1024
_PART = 8 * 1024 * 1024
_COPIED_AT_ONCE = 5 * 1024**3  # bytes; the S3 API copies no more with one request
_SWAPPED = "PreconditionFailed"


class Swapped(Exception):
    """Another object lies there than the one that was looked at."""


@contextlib.contextmanager
def opened(store: Store, key: str) -> Iterator[Iterator[bytes]]:
    """The bytes under the key, chunk by chunk, for the length of the block. Raises Unavailable."""
    with reached():
        answer = store.client.get_object(buckets.DOCUMENTS, key)
        try:
            yield answer.stream(_CHUNK)
        finally:
            answer.close()
            answer.release_conn()


def put(store: Store, key: str, file: BinaryIO, size: int, media_type: str) -> None:
    """Raises Unavailable."""
    with reached():
        store.client.put_object(
            buckets.DOCUMENTS, key, file, size, content_type=media_type, part_size=_PART
        )


def put_stream(store: Store, key: str, chunks: Iterator[bytes], media_type: str) -> int:
    """What has no size before it is written; answers how many bytes it had. Raises Unavailable."""
    source = _Readable(chunks)
    with reached():
        store.client.put_object(
            buckets.DOCUMENTS,
            key,
            cast("BinaryIO", source),
            -1,
            content_type=media_type,
            part_size=_PART,
            num_parallel_uploads=1,
        )
    return source.size


def take_from_drop(
    store: Store, firm_id: str, drop_key: str, etag: str, size: int, key: str
) -> None:
    """Copy what the firm has dropped; exactly that object. Raises Swapped, Unavailable."""
    bucket = buckets.drop(firm_id)
    try:
        with reached():
            if size < _COPIED_AT_ONCE:
                source = CopySource(bucket, drop_key, match_etag=etag)
                store.client.copy_object(buckets.DOCUMENTS, key, source)
            else:
                part = ComposeSource(bucket, drop_key, match_etag=etag)
                store.client.compose_object(buckets.DOCUMENTS, key, [part])
    except S3Error as error:
        raise Swapped from error


class _Readable(io.RawIOBase):
    """Chunks as a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""
        self.size = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size and (chunk := next(self._chunks, b"")):
            self._rest += chunk
        found, self._rest = self._rest[:size], self._rest[size:]
        self.size += len(found)
        return found
