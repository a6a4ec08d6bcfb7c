"""Where bytes lie in the object store: buckets, and the keys of what is in ours."""

import uuid

DOCUMENTS = "documents"


def drop(firm_id: str) -> str:
    """The bucket where the firm drops what it shares."""
    return f"drop-{firm_id}"


def folder(firm_id: str) -> str:
    """What all keys of a firm's documents begin with, and no other's: an id has no slash."""
    return f"{firm_id}/"


def version(firm_id: str, version_id: uuid.UUID, rendition: str = "") -> str:
    """The key of a version's bytes, or of one of its renditions. No name of anybody's is in it."""
    return f"{folder(firm_id)}{version_id}" + (f"/{rendition}" if rendition else "")


def archive(archive_id: uuid.UUID) -> str:
    """The key of several documents as one ZIP; no firm's, as no firm's id has a capital letter."""
    return f"Archives/{archive_id}"
