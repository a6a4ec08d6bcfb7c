"""What `make up` says at its end: where things are, and what to do first."""

from deploy.local.run import Run

TEXT = """
  Redwell is running.

    Portal     http://localhost:{portal}
    Mailbox    http://localhost:{mailbox}     every e-mail that it sends ends here

  Be a client: open the mailbox and the e-mail to maria.alvarez@example.com, and press
  Get Started. For the second step any authenticator app will do.

  Be the firm, in a second terminal:

    .venv/bin/redwell firm watch --firm demo
    .venv/bin/redwell firm say alvarez-lease "We filed it this morning." --firm demo

  make status shows every part, make logs what they say, make down stops them.
"""


def text(run: Run) -> str:
    return TEXT.format(portal=run.ports.portal, mailbox=run.ports.mailbox)
