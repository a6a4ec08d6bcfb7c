"""What a refusal says: of whom it speaks, whether it is for good, and that in words.

By the enhanced status code (RFC 3463, and the registry of RFC 5248), which mail servers and
delivery reports both give; by the reply code (RFC 5321) where there is none.
"""

import re
from typing import Literal, NamedTuple

Fault = Literal["recipient", "sender", ""]

# What speaks of the recipient. All else of class 5 speaks of the sender: its right to send, how
# much it may send, or what it sent.
RECIPIENT = {
    "0.0": "The mail server takes no e-mail for this address, and does not say why.",
    "1.0": "The mail server takes no e-mail for this address, and does not say why.",
    "1.1": "There is no such mailbox.",
    "1.2": "There is no such mail domain.",
    "1.3": "The address cannot be read by mail servers.",
    "1.6": "The mailbox has moved and left no new address.",
    "1.10": "The domain takes no e-mail.",
    "2.1": "The mailbox is closed.",
    "2.2": "The mailbox is full.",
    "4.1": "The domain's mail server knows no such mailbox, or does not answer.",
    "4.4": "The domain has no mail server.",
    "4.7": "The domain's mail server took nothing for days.",
    "6.7": "The mail server takes no address of such letters.",
}
PASSING = {"2.2", "4.7"}  # may be over tomorrow
NO_MAILBOX = {550, 551, 553}  # without an enhanced code, in answer to RCPT
# Unless it says, in whatever words, that it takes nothing from us: a mailbox must not be given up
# for good because a mail server is set up wrongly.
OF_US = re.compile(
    r"relay|authent|authori[sz]|spam|block|listed|polic|reputation|sender|spf|dkim|dmarc|helo"
    r"|reverse|\brate\b|limit|too many|try again|later",
    re.IGNORECASE,
)
STORAGE = 552
FULL = re.compile(r"quota|full", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+@\S+")


class Judgement(NamedTuple):
    """`words`: for the firm, where it speaks of the recipient."""

    for_good: bool
    fault: Fault
    words: str = ""


def judge(code: int, status: str, *, of_recipient: bool, said: str = "") -> Judgement:
    """`status`: enhanced, or empty. `of_recipient`: said of the one address, not of the e-mail.

    `said`: the server's words.
    """
    if not status and of_recipient:
        status = _status_by(code, said)
    of_class, _, detail = status.partition(".")
    permanent = 500 <= code < 600
    if words := RECIPIENT.get(detail):
        return Judgement(permanent and detail not in PASSING, "recipient", words)
    return Judgement(False, "sender" if permanent or of_class == "5" else "")


def _status_by(code: int, said: str) -> str:
    """The enhanced code that a server which gives none to its refusal of an address may mean."""
    words = _ADDRESS.sub("", said)
    if OF_US.search(words):
        return ""
    if code == STORAGE or (code in NO_MAILBOX and FULL.search(words)):
        return "5.2.2"
    return "5.1.1" if code in NO_MAILBOX else ""
