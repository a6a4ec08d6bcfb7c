"""Every event, as a struct each: a module for each subject, whoever speaks of it."""

import importlib
import pkgutil

from contracts.events.envelope import CloudEvent, Event, decode, encode, event_types

__all__ = ["CloudEvent", "Event", "decode", "encode", "event_types"]

# So that `decode` knows them all.
for _subject in pkgutil.iter_modules(__path__, f"{__name__}."):
    importlib.import_module(_subject.name)
