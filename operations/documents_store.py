"""The bucket of the documents, made and set up: `redwell prepare-store`. Safe to repeat.

Where it runs without the local stack it is told where the store is by the variables that the files
service is told: REDWELL_STORE_URL, _ACCESS_KEY, _SECRET_KEY, and REDWELL_PUBLIC_URL.
"""

import msgspec
import typer

from backbone import settings
from backbone.origin import Origin
from backbone.settings import PublicUrl
from contracts import buckets
from operations.object_store import ObjectStore, ensure_bucket

_LIFECYCLE_DAYS = 2  # what is begun and never ended; our own sweeper comes a day earlier


class StoreAccess(msgspec.Struct, frozen=True, kw_only=True):
    public_url: PublicUrl
    store_url: Origin
    store_access_key: str
    store_secret_key: str


def prepare_store() -> None:
    """Make the bucket of the documents, or bring its settings up to date."""
    told = settings.load(StoreAccess)
    store = ObjectStore(told.store_url, told.store_access_key, told.store_secret_key)
    prepare(store, told.public_url)
    typer.echo(f"The bucket '{buckets.DOCUMENTS}' is ready.")


def prepare(store: ObjectStore, portal: str) -> None:
    """Encrypted at rest, open to the pages of the portal's origin alone, and swept of fragments."""
    ensure_bucket(store, buckets.DOCUMENTS)
    s3 = store.client("s3")
    encryption = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    s3.put_bucket_encryption(
        Bucket=buckets.DOCUMENTS, ServerSideEncryptionConfiguration={"Rules": [encryption]}
    )
    s3.put_bucket_cors(Bucket=buckets.DOCUMENTS, CORSConfiguration={"CORSRules": [_cors(portal)]})
    rule = {
        "ID": "fragments",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": _LIFECYCLE_DAYS},
    }
    s3.put_bucket_lifecycle_configuration(
        Bucket=buckets.DOCUMENTS, LifecycleConfiguration={"Rules": [rule]}
    )


def _cors(portal: str) -> dict[str, object]:
    """Parts are put, and read in ranges; all else is done by us."""
    return {
        "AllowedOrigins": [portal],
        "AllowedMethods": ["GET", "PUT"],
        "AllowedHeaders": ["*"],
        "ExposeHeaders": ["Accept-Ranges", "Content-Length", "Content-Range", "ETag"],
        "MaxAgeSeconds": 3600,
    }
