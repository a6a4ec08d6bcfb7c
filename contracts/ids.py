"""Ids computed from a firm's own ids by anyone, and time-ordered ids for new things."""

import re
import uuid

import uuid_utils.compat as uuid_utils

NAMESPACE = uuid.UUID("9f1c9d2e-6a55-5c1b-8a0e-3a4d3f0f7a61")
FIRM_ID = re.compile(r"[a-z][a-z0-9-]{0,38}[a-z0-9]")


def person_id(firm_id: str, contact_id: str) -> uuid.UUID:
    """The person whom the firm knows as `contact_id` (UUIDv5, RFC 9562)."""
    return _from_firm("person", firm_id, contact_id)


def matter_id(firm_id: str, matter: str) -> uuid.UUID:
    """The matter that the firm knows as `matter`."""
    return _from_firm("matter", firm_id, matter)


def conversation_id(firm_id: str, matter: str, conversation: str = "") -> uuid.UUID:
    """A conversation of a matter; the empty name is the matter's main conversation."""
    return _from_firm("conversation", firm_id, f"{matter}/{conversation}")


def message_id(firm_id: str, message: str) -> uuid.UUID:
    """The message that the firm itself wrote and knows as `message`."""
    return _from_firm("message", firm_id, message)


def document_id(firm_id: str, document: str) -> uuid.UUID:
    """The document that the firm itself shared and knows as `document`."""
    return _from_firm("document", firm_id, document)


def task_id(firm_id: str, task: str) -> uuid.UUID:
    """The task that the firm knows as `task`."""
    return _from_firm("task", firm_id, task)


def appointment_id(firm_id: str, appointment: str) -> uuid.UUID:
    """The appointment that the firm knows as `appointment`."""
    return _from_firm("appointment", firm_id, appointment)


def invoice_id(firm_id: str, invoice: str) -> uuid.UUID:
    """The invoice that the firm knows as `invoice`."""
    return _from_firm("invoice", firm_id, invoice)


def trust_request_id(firm_id: str, request: str) -> uuid.UUID:
    """The request for money in trust that the firm knows as `request`."""
    return _from_firm("trust_request", firm_id, request)


def form_request_id(firm_id: str, request: str, contact_id: str = "") -> uuid.UUID:
    """The form that was asked for as `request`; with `contact_id` where each fills in their own."""
    return _from_firm("form", firm_id, f"{request}/{contact_id}")


def paper_id(form_id: uuid.UUID, number: int) -> uuid.UUID:
    """The document that is the PDF of what was sent of the form as its submission `number`."""
    return uuid.uuid5(NAMESPACE, f"paper/{form_id}/{number}")


def new_id() -> uuid.UUID:
    """A fresh id that sorts by the time of its making (UUIDv7, RFC 9562)."""
    return uuid_utils.uuid7()


def _from_firm(kind: str, firm_id: str, ref: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"{kind}/{firm_id}/{ref}")
