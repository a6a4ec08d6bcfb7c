"""What may be uploaded, said before anything is sent and judged again when it begins."""

import datetime

from contracts.calls.files import BeginUpload, GetUploadLimits, UploadLimits
from contracts.errors import InvalidInput
from contracts.values import LARGEST_DOCUMENT
from services.files.kinds import REFUSED_ENDINGS, ending
from services.files.work import FilesWork

PART_SIZE = 8 * 1024 * 1024
ABANDONED_AFTER = datetime.timedelta(hours=24)
UNSENT_FOR = datetime.timedelta(days=7)


def tell(work: FilesWork, call: GetUploadLimits) -> UploadLimits:
    """How large a file may be, and which are refused by their names."""
    return UploadLimits(
        max_bytes=LARGEST_DOCUMENT,
        max_unsent_bytes=work.settings.max_unsent_bytes,
        max_unsent_files=work.settings.max_unsent_files,
        part_size=PART_SIZE,
        refused_endings=sorted(REFUSED_ENDINGS),
    )


def check(call: BeginUpload) -> None:
    """Raises InvalidInput, in words for the person."""
    if call.document_id.version != 7:
        raise InvalidInput("The document's id must be a UUIDv7.", field="document_id")
    if call.size == 0:
        raise InvalidInput("This file is empty.", field="size")
    if call.size > LARGEST_DOCUMENT:
        most = LARGEST_DOCUMENT // 1024**3
        raise InvalidInput(f"This file is too large: it may have up to {most} GB.", field="size")
    if ending(call.name) in REFUSED_ENDINGS:
        raise InvalidInput("Programs cannot be sent here.", field="name")


def parts(size: int) -> int:
    """How many parts a file of so many bytes has."""
    return max(1, -(-size // PART_SIZE))


def part_length(size: int, number: int) -> int:
    """How many bytes part `number` has; the last one has the rest."""
    return min(PART_SIZE, size - (number - 1) * PART_SIZE)
