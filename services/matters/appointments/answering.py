"""What people answer: they come, or they ask for another time."""

from backbone.work import Work
from contracts.calls.appointments import Appointment as Shown
from contracts.calls.appointments import AskAnotherTime, ConfirmAppointment, GetAppointment
from contracts.events.appointments import AppointmentChangeRequested, AppointmentConfirmed
from services.matters import people
from services.matters.appointments import access, listing, telling


def confirm(work: Work, call: ConfirmAppointment) -> Shown:
    """The caller comes, and the firm hears it. Raises NotFound, AccessEnded."""
    appointment, part = access.for_answering(work, call.caller, call.appointment_id)
    if part.answer != "confirmed":
        part.answer = "confirmed"
        by = people.one(work, part.person_id)
        telling.tell(work, appointment, kind=AppointmentConfirmed, closed=[part], by=by)
    return _shown(work, call)


def ask_another_time(work: Work, call: AskAnotherTime) -> Shown:
    """The firm hears which message asks for it. Raises NotFound, AccessEnded."""
    appointment, part = access.for_answering(work, call.caller, call.appointment_id)
    part.answer = "asked"
    by = people.one(work, part.person_id)
    telling.tell(
        work,
        appointment,
        kind=AppointmentChangeRequested,
        closed=[part],
        by=by,
        message_id=call.message_id,
    )
    return _shown(work, call)


def _shown(work: Work, call: ConfirmAppointment | AskAnotherTime) -> Shown:
    work.session.flush()
    asked = GetAppointment(caller=call.caller, appointment_id=call.appointment_id)
    return listing.get(work, asked)
