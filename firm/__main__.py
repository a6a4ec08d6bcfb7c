"""`python -m firm`: the firm's commands, for a machine that runs only the firm's side."""

from firm import document_verbs, message_verbs, signing_in, verbs  # add their commands
from firm.commands import app

__all__ = ["document_verbs", "message_verbs", "signing_in", "verbs"]

if __name__ == "__main__":
    app()
