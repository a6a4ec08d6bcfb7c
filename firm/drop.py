"""The firm's drop bucket: a file is put there first, and then an event tells of it."""

import hashlib
import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import urllib3
from minio import Minio
from minio.error import MinioException

from contracts.texts import name as shown
from contracts.values import LARGEST_DOCUMENT
from firm.settings import FirmSettings

_REGION = "us-east-1"
_DEADLINE = urllib3.Timeout(connect=5, read=60)  # seconds; for one piece of a file


class NotDropped(Exception):
    """The file could not be put into the bucket; the message says why."""


class Dropped(msgspec.Struct, frozen=True, kw_only=True):
    """What an event says of a file that lies in the bucket, by the event's own names."""

    key: str
    name: str
    size: int
    sha256: str
    media_type: str


def drop(firm: FirmSettings, file: Path, key: str) -> Dropped:
    """Put the file under `key`, with the firm's own S3 key. Raises NotDropped."""
    told = described(file, key)
    try:
        _client(firm).fput_object(
            firm.firm_s3_bucket, key, str(file), told.media_type or "application/octet-stream"
        )
    except (MinioException, urllib3.exceptions.HTTPError, OSError) as error:
        raise NotDropped(f"{file} could not be put into the drop bucket: {error}") from error
    return told


def described(file: Path, key: str) -> Dropped:
    """What an event is to say of the file. Raises NotDropped."""
    try:
        with file.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        size = file.stat().st_size
    except OSError as error:
        raise NotDropped(f"{file}: {error.strerror}") from error
    if not 0 < size <= LARGEST_DOCUMENT:
        raise NotDropped(f"{file} is empty, or larger than {LARGEST_DOCUMENT // 1024**3} GB.")
    media_type = mimetypes.guess_type(file.name)[0] or ""
    return Dropped(key=key, name=shown(file.name), size=size, sha256=sha256, media_type=media_type)


def _client(firm: FirmSettings) -> Minio:
    if not firm.firm_s3_bucket:
        raise NotDropped("Where the drop bucket is stands in no REDWELL_FIRM_S3_… variable here.")
    address = urlsplit(firm.firm_s3_endpoint)
    return Minio(
        address.netloc,
        access_key=firm.firm_s3_access_key,
        secret_key=firm.firm_s3_secret_key,
        secure=address.scheme == "https",
        region=_REGION,
        http_client=urllib3.PoolManager(timeout=_DEADLINE, retries=urllib3.Retry(2)),
    )
