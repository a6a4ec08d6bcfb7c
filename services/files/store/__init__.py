"""The object store, by way of minio, which is known here alone.

Signing needs no network. All else has a deadline, and raises Unavailable when the store is away; so
none of it runs inside a transaction.
"""

from services.files.store.addresses import OPEN_FOR, PART_FOR, get_address, part_address
from services.files.store.connection import Store
from services.files.store.multipart import Mismatch, StoredPart

__all__ = [
    "OPEN_FOR",
    "PART_FOR",
    "Mismatch",
    "Store",
    "StoredPart",
    "get_address",
    "part_address",
]
