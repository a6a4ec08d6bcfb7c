"""`python -m firm`: the firm's commands, for a machine that runs only the firm's side."""

from firm import (  # add their commands
    appointment_verbs,
    document_verbs,
    form_verbs,
    invoice_verbs,
    message_verbs,
    progress_verbs,
    signing_in,
    task_verbs,
    trust_verbs,
    verbs,
)
from firm.commands import app

__all__ = [
    "appointment_verbs",
    "document_verbs",
    "form_verbs",
    "invoice_verbs",
    "message_verbs",
    "progress_verbs",
    "signing_in",
    "task_verbs",
    "trust_verbs",
    "verbs",
]

if __name__ == "__main__":
    app()
