"""Delivery reports (RFC 3464, and RFC 6533), as a mail server hands them to a command."""

import email
import re
from collections.abc import Iterator
from email.message import Message
from email.utils import getaddresses
from typing import NamedTuple, cast

# Where mail servers write down for whom a message came.
RECIPIENT = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")


# The report on an address with other letters; it reads the same, but not for the library.
_GLOBAL = re.compile(rb"(?im)^(content-type:\s*message/)global-(?=delivery-status)")


class Report(NamedTuple):
    """`addresses`: to which the report came. `status`: of the recipient whom nothing reached."""

    addresses: list[str]
    status: str


def read(source: bytes) -> Report | None:
    """What the message reports as failed for good; nothing when it is about anything else."""
    try:
        message = email.message_from_bytes(_GLOBAL.sub(b"\\1", source))
        status = next(_failed(message), "")
    except RecursionError:  # parts in parts without end: no mail server reports like that
        return None
    values = [str(value) for name in RECIPIENT for value in message.get_all(name, [])]
    addresses = [address for _, address in getaddresses(values) if address]
    return Report(addresses, status) if status and addresses else None


def _failed(message: Message) -> Iterator[str]:
    for part in message.walk():
        # Its payload is a group of fields for each recipient, read as messages without a body.
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            groups = cast("list[Message]", part.get_payload())
            yield from (_status(each) for each in groups if _action(each) == "failed")


def _action(group: Message) -> str:
    """Without the comment that may follow it."""
    return str(group.get("Action", "")).partition("(")[0].strip().lower()


def _status(group: Message) -> str:
    found = re.match(r"\s*([45]\.\d{1,3}\.\d{1,3})", str(group.get("Status", "")))
    return found[1] if found else "5.0.0"
