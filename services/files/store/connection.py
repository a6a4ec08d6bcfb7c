"""The way to the store: one client for what we do there, one that signs what browsers do."""

import contextlib
from collections.abc import Iterator
from typing import Any, Protocol
from urllib.parse import urlsplit

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error
from urllib3.exceptions import HTTPError

from contracts.errors import Unavailable

_CONNECT, _ANSWER = 1.0, 4.0  # seconds; whoever calls a service waits for five
_MISSING = ("NoSuchKey", "NoSuchBucket", "NoSuchUpload", "ResourceNotFound")


class Access(Protocol):
    """What settings say of the store."""

    @property
    def files_url(self) -> str: ...
    @property
    def store_url(self) -> str: ...
    @property
    def store_access_key(self) -> str: ...
    @property
    def store_secret_key(self) -> str: ...
    @property
    def store_region(self) -> str: ...


class Store:
    """`answer`: seconds within which the store must begin to answer."""

    def __init__(self, access: Access, answer: float = _ANSWER, connections: int = 10) -> None:
        self.http = urllib3.PoolManager(
            maxsize=connections,
            timeout=urllib3.Timeout(connect=_CONNECT, read=answer),
            retries=urllib3.Retry(total=1, connect=1, read=0, redirect=0, other=0),
        )
        self.client = _client(access, access.store_url, self.http)
        self.signer = _client(access, access.files_url, self.http)


def _client(access: Access, url: str, http: urllib3.PoolManager) -> Minio:
    parts = urlsplit(url)
    return Minio(
        parts.netloc,
        access_key=access.store_access_key,
        secret_key=access.store_secret_key,
        secure=parts.scheme == "https",
        region=access.store_region,  # else it asks the store before it signs
        http_client=http,
    )


@contextlib.contextmanager
def reached() -> Iterator[None]:
    """Raises Unavailable where the store does not answer, or not as it should."""
    try:
        yield
    except S3Error as error:
        if is_missing(error):
            raise
        raise Unavailable from error
    except (MinioException, HTTPError, OSError) as error:
        raise Unavailable from error


def is_missing(error: Any) -> bool:
    """Whether there is no such object."""
    return isinstance(error, S3Error) and error.code in _MISSING
