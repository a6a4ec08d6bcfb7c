"""Every event, as a struct each: a module for each subject, whoever speaks of it."""

from contracts.events import (
    accounts,
    contacts,
    firms,
    matters,
    messages,
    rejections,
    restating,
    sessions,
)
from contracts.events.envelope import CloudEvent, Event, decode, encode, event_types

# Imported so that `decode` knows them all.
SUBJECTS = (accounts, contacts, firms, matters, messages, rejections, restating, sessions)

__all__ = ["SUBJECTS", "CloudEvent", "Event", "decode", "encode", "event_types"]
