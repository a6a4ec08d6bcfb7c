"""An appointment as an invitation that comes by e-mail (RFC 5546)."""

from typing import Literal, NamedTuple
from urllib.parse import quote

import icalendar

from calendars import writing, zones
from calendars.writing import Entry

_OF_AN_ADDRESS = "@!$'*+"  # may stand in a mailto address as it is (RFC 6068, 2)


class Invitation(NamedTuple):
    method: Literal["REQUEST", "CANCEL"]
    text: str


def invitation(entry: Entry, *, organizer: str, attendee: str) -> Invitation:
    """Asks one person's calendar to hold the appointment, or to cancel it.

    `organizer`, `attendee`: e-mail addresses; calendars take a change only from the organizer's.
    The others who take part are named nowhere, and no answer is asked for: that is given in the
    portal.
    """
    method: Literal["REQUEST", "CANCEL"] = "CANCEL" if entry.state == "cancelled" else "REQUEST"
    made, event = writing.begun(method), writing.event(entry)
    event.add("organizer", _address(organizer))
    guest = _address(attendee)
    asked = {"cutype": "INDIVIDUAL", "role": "REQ-PARTICIPANT", "partstat": "NEEDS-ACTION"}
    guest.params.update(asked | {"rsvp": "FALSE"})
    event.add("attendee", guest)
    if zone := event["dtstart"].params.get("TZID", ""):
        made.add_component(zones.component(str(zone)))
    made.add_component(event)
    return Invitation(method, made.to_ical().decode())


def _address(of: str) -> icalendar.vCalAddress:
    return icalendar.vCalAddress(f"mailto:{quote(of, safe=_OF_AN_ADDRESS)}")
