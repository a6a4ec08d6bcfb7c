"""Documents: what they are, whose they are, and who may open them.

The bytes travel between browsers and the object store; heavy work on them is the worker's.
"""

from backbone.service import Service
from roster import hearing as roster
from services.files.settings import FilesSettings


class FilesService(Service):
    """Events may come twice, late and out of order: see each function for how it copes."""

    name = "files"
    Settings = FilesSettings
    hears = roster.HEARS
