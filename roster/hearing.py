"""What the roster hears: a service that keeps one puts these first among what it hears itself.

Events may come twice, late and out of order: see each function for how it copes.
"""

from backbone.contents import hear
from roster import matters, names, participants, receipts, restating

HEARS = (
    hear(names.name_firm),
    hear(names.name_invited),
    hear(names.name_updated),
    hear(matters.open_),
    hear(matters.change),
    hear(matters.close),
    hear(participants.add),
    hear(participants.remove),
    hear(receipts.show),
    *restating.HEARS,
)
