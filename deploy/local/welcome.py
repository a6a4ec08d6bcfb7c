"""What `make up` says at its end: where things are, and what to do first."""

from deploy.local.run import Run

TEXT = """
  Redwell is running.

    Portal    http://localhost:{portal}
    Mailbox   http://localhost:{mailbox}    every e-mail that Redwell sends

  First
    1. Open the mailbox and the e-mail to Maria Alvarez, and press Get Started.
    2. In a second terminal, be the firm:    .venv/bin/redwell firm watch
    3. Answer Maria's message as the firm:   .venv/bin/redwell firm say --help

  make status shows every part, make logs what they say, make down stops them.
"""


def text(run: Run) -> str:
    return TEXT.format(portal=run.ports.portal, mailbox=run.ports.mailbox)
