"""An event of the portal as one calm line for a terminal: when, who, what."""

from contracts.events.accounts import AccountActivated
from contracts.events.appointments import AppointmentChangeRequested, AppointmentConfirmed
from contracts.events.contacts import ContactUnreachable
from contracts.events.forms import FormSubmitted
from contracts.events.messages import MessageRead, MessageSent
from contracts.events.rejections import EventRejected
from contracts.events.tasks import TaskCompleted, TaskReopened
from contracts.texts import on_screen
from firm.watcher import Received

_WIDTH = 100


def line(received: Received) -> str:
    """For example `10:42  Maria Alvarez wrote in M-1: Thank you, I will bring it on Monday.`"""
    at = received.envelope.time.astimezone().strftime("%H:%M")
    return on_screen(f"{at}  {_told(received)}")


def _told(received: Received) -> str:
    match received.event:
        case MessageSent() as sent:
            where = f" on {sent.on.name}" if sent.on else ""
            return f"{sent.author.name} wrote in {sent.matter_ref}{where}: {_one_line(sent.body)}"
        case MessageRead() as read:
            return f"{read.reader.name} has read the newest message in {read.matter_ref}"
        case AccountActivated() as activated:
            return f"{activated.person.name} has set up the account"
        case ContactUnreachable() as unreachable:
            return f"E-mail to {unreachable.person.name} did not arrive: {unreachable.reason}"
        case EventRejected() as rejected:
            what = f"{rejected.event_type or 'event'} {rejected.event_id}"
            return f"Rejected by {rejected.by}: {what}: {rejected.reason}"
        case _:
            return _of_what_is_asked(received)


def _of_what_is_asked(received: Received) -> str:
    match received.event:
        case TaskCompleted() as done:
            note = f": {_one_line(done.note)}" if done.note else ""
            return f"{done.by.name} has done '{done.title}' in {done.matter_ref}{note}"
        case TaskReopened() as reopened:
            return f"{reopened.by.name} has taken up '{reopened.title}' again"
        case AppointmentConfirmed() as confirmed:
            return f"{confirmed.by.name} comes to '{confirmed.title}' in {confirmed.matter_ref}"
        case AppointmentChangeRequested() as asked:
            return f"{asked.by.name} asks for another time for '{asked.title}'"
        case FormSubmitted() as form:
            return f"{form.by.name} has sent the form '{form.title}' in {form.matter_ref}"
        case _:
            return f"{received.envelope.type} {received.envelope.subject}"


def _one_line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _WIDTH else f"{flat[: _WIDTH - 1]}…"
