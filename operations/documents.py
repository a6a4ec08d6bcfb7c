"""`redwell verify`, `redwell documents retry`: are all bytes there, and what was given up?

Both know database and store as the files worker is told of them, by its file in `<run>/env` or by
the environment.
"""

import hashlib
import os
from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
import psycopg
import typer
from psycopg.rows import class_row

from backbone import settings
from backbone.origin import Origin
from backbone.settings import DatabaseUrl
from contracts import buckets
from operations.migrate import read_environment
from operations.object_store import ObjectStore

app = typer.Typer(help="Documents.", no_args_is_help=True)

_PAGE = 500
_CHUNK = 1024 * 1024
_VERSIONS = """
    SELECT v.id::text, v.document_id::text AS document, d.firm_id, v.size, v.sha256, v.renditions
    FROM versions v JOIN documents d ON d.id = v.document_id
    WHERE v.state = 'ready' AND v.id > %s::uuid ORDER BY v.id LIMIT %s
"""
_FIRST = "00000000-0000-0000-0000-000000000000"
# What was refused only because nobody could look at it, or draw it, is to be tried again.
_LOOK_AGAIN = """
    WITH again AS (
        UPDATE jobs SET due_at = now(), attempts = 0 WHERE due_at IS NULL RETURNING version_id, kind
    ), versions_again AS (
        UPDATE versions v SET state = 'checking', refusal = NULL FROM again
        WHERE v.id = again.version_id AND v.refusal IN ('unchecked', 'not_drawn')
        RETURNING v.document_id, v.number
    ), documents_again AS (
        UPDATE documents d SET state = 'checking' FROM versions_again v
        WHERE d.id = v.document_id AND d.version = v.number
    )
    SELECT count(*) FROM again
"""


class Access(msgspec.Struct, frozen=True, kw_only=True):
    database_url: DatabaseUrl
    store_url: Origin
    store_access_key: str
    store_secret_key: str

    @property
    def store(self) -> ObjectStore:
        return ObjectStore(self.store_url, self.store_access_key, self.store_secret_key)


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A version that can be opened. `sha256` in hex."""

    id: str
    document: str
    firm_id: str
    size: int
    sha256: str
    renditions: list[dict[str, Any]]

    @property
    def key(self) -> str:
        return f"{buckets.folder(self.firm_id)}{self.id}"


def verify(
    quick: Annotated[bool, typer.Option("--quick", help="Sizes only, nothing is read.")] = False,
) -> None:
    """Say whether the bytes of every document are there, with their checksum.

    Names what is not, by ids. Exit code 1 when something is missing or has changed.
    """
    access = _access()
    s3 = access.store.client("s3")
    checked = total = 0
    wrong: list[str] = []
    for version in _kept(access.database_url):
        checked, total = checked + 1, total + version.size
        for why in _flaws(s3, version, quick=quick):
            wrong.append(why)
            typer.echo(f"{why}: version {version.id} of document {version.document}", err=True)
    found = "sizes" if quick else "checksums"
    typer.echo(f"{checked} versions, {total / 1e6:,.1f} MB: {found} of {len(wrong)} are wrong.")
    raise typer.Exit(1 if wrong else 0)


@app.command()
def retry() -> None:
    """Try what the files worker has given up once more, after the cause is mended."""
    with psycopg.connect(_access().database_url, connect_timeout=5) as connection:
        row = connection.execute(_LOOK_AGAIN).fetchone()
        connection.execute("NOTIFY jobs")
    typer.echo(f"{row[0] if row else 0} jobs are tried again.")


def _access() -> Access:
    return settings.load(Access, read_environment("files-worker") or os.environ)


def _kept(database_url: str) -> Iterator[Kept]:
    last = _FIRST
    with psycopg.connect(database_url, connect_timeout=5, autocommit=True) as connection:
        cursor = connection.cursor(row_factory=class_row(Kept))
        while page := cursor.execute(_VERSIONS, [last, _PAGE]).fetchall():
            yield from page
            last = page[-1].id


def _flaws(s3: Any, version: Kept, *, quick: bool) -> Iterator[str]:
    """What is wrong with the bytes of a version, and of what was made to show it."""
    size, sha256 = _found(s3, version.key, read=not quick)
    if size is None:
        yield "missing"
    elif size != version.size or (sha256 and sha256 != version.sha256):
        yield "changed"
    for rendition in version.renditions:
        size, _ = _found(s3, f"{version.key}/{rendition['name']}", read=False)
        if size != rendition["size"]:
            yield f"rendition {rendition['name']} missing"


def _found(s3: Any, key: str, *, read: bool) -> tuple[int | None, str]:
    """Size and digest of what lies under the key; None where nothing does."""
    try:
        if not read:
            return s3.head_object(Bucket=buckets.DOCUMENTS, Key=key)["ContentLength"], ""
        answer = s3.get_object(Bucket=buckets.DOCUMENTS, Key=key)
    except s3.exceptions.ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return None, ""
        raise
    digest, size = hashlib.sha256(), 0
    for chunk in answer["Body"].iter_chunks(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()
