"""`python -m firm`: the firm's commands, for a machine that runs only the firm's side."""

from firm import verbs  # adds its commands
from firm.commands import app

__all__ = ["verbs"]

if __name__ == "__main__":
    app()
