"""Hands e-mails to the mail server (RFC 5321): one connection for many, none of them forever.

`smtp://` is plain and takes no password; `smtp+starttls://` and `smtps://` are encrypted and check
the server's certificate. User and password stand in the URL, percent-encoded.
"""

import base64
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from types import TracebackType
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from services.notify.refusals import RECIPIENT, Fault, judge

WAIT = 10.0  # seconds for one answer of the mail server
DEADLINE = 20.0  # seconds for greeting it, and again for each e-mail
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class NotDelivered(Exception):
    """The mail server did not take the e-mail. `reason` names no address and no content.

    `fault`: of whom the refusal speaks; `words` say it to the firm, where that is the recipient.
    """

    retryable: ClassVar[bool] = True
    may_have_arrived: ClassVar[bool] = False

    def __init__(self, reason: str, fault: Fault = "", words: str = "", status: str = "") -> None:
        self.reason, self.fault, self.words, self.status = reason, fault, words, status
        super().__init__(reason)


class ServerAway(NotDelivered):
    """No mail server to talk to, or none that talks to us: other e-mails would fare no better."""


class NotNow(NotDelivered):
    """The server asks to come back later (4yz), speaks of us (5yz), or stopped answering midway."""


class LeftOpen(NotNow):
    """The line was lost after the e-mail's content: whether the server took it is not known."""

    may_have_arrived = True


class Refused(NotDelivered):
    """No e-mail reaches this address (5yz)."""

    retryable = False


class MailServer:
    """A connection that opens with the first e-mail and closes with the `with` block."""

    def __init__(self, url: str, sender: str) -> None:
        self._url = urlsplit(url)
        self._sender = sender
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> "MailServer":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._close()

    def send(self, recipient: str, content: bytes, return_path: str = "") -> None:
        """Hand over one e-mail as it is; when this returns, the server has it.

        `return_path`: where a delivery report goes, if not to the sender. Raises NotDelivered.
        """
        try:
            smtp = self._open()
            with _deadline(smtp, DEADLINE):
                sender = return_path or self._sender
                smtp.sendmail(sender, [recipient], content, _options(recipient))
        except smtplib.SMTPNotSupportedError:
            words = RECIPIENT["6.7"]
            raise Refused(f"{words} (SMTPUTF8)", "recipient", words, "5.6.7") from None
        except smtplib.SMTPRecipientsRefused as error:
            ((status, text),) = error.recipients.values()
            raise _refusal(status, text, of_recipient=True) from None
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code, error.smtp_error) from None
        except smtplib.SMTPSenderRefused as error:
            fault: Fault = "sender" if error.smtp_code >= 500 else ""
            raise NotNow(_answer(error.smtp_code, error.smtp_error), fault) from None
        except NotDelivered:
            self._close()
            raise
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            kind = LeftOpen if isinstance(error, _Unanswered) else NotNow
            raise kind(_reason(error)) from None
        except Exception as error:  # such as a letter that smtplib cannot write; the next may do
            self._close()
            raise NotNow(f"It cannot be written ({type(error).__name__}).", "sender") from None

    def _open(self) -> smtplib.SMTP:
        if self._smtp is not None and self._smtp.sock is not None:
            return self._smtp
        try:
            smtp = self._connection()
            with _deadline(smtp, DEADLINE):
                self._secure(smtp)
        except (smtplib.SMTPException, OSError) as error:
            raise ServerAway(_reason(error), "sender") from None
        self._smtp = smtp
        return smtp

    def _connection(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "", self._url.port or PORTS[self._url.scheme]
        name = self._sender.partition("@")[2]
        if self._url.scheme == "smtps":
            context = ssl.create_default_context()
            return _Encrypted(host, port, name, timeout=WAIT, context=context)
        return _Timely(host, port, name, timeout=WAIT)

    def _secure(self, smtp: smtplib.SMTP) -> None:
        if self._url.scheme == "smtp+starttls":
            smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo_or_helo_if_needed()
        if self._url.username and self._url.scheme != "smtp":
            _log_in(smtp, unquote(self._url.username), unquote(self._url.password or ""))

    def _close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(smtplib.SMTPException, OSError), _deadline(smtp, WAIT):
                smtp.quit()
            smtp.close()


class _Unanswered(smtplib.SMTPServerDisconnected):
    """The server has said nothing of the content that it was given."""


class _Timely(smtplib.SMTP):
    """Waits for a whole answer, not for each line of it: those of one may have no end."""

    def getreply(self) -> tuple[int, bytes]:
        with _deadline(self, WAIT):
            return super().getreply()

    def data(self, msg: Any) -> tuple[int, bytes]:
        try:
            return super().data(msg)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise _Unanswered(type(error).__name__) from error


class _Encrypted(_Timely, smtplib.SMTP_SSL):
    pass


@contextmanager
def _deadline(smtp: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """Cut the connection when time is up: a timeout per answer alone adds up with many answers."""

    def cut() -> None:
        if smtp.sock is not None:
            with suppress(OSError):
                smtp.sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _options(recipient: str) -> list[str]:
    """An address that is not ASCII needs a server that says it can (RFC 6531)."""
    return [] if recipient.isascii() else ["SMTPUTF8", "BODY=8BITMIME"]


def _log_in(smtp: smtplib.SMTP, user: str, password: str) -> None:
    """As UTF-8 (RFC 4616); smtplib itself knows ASCII alone."""
    if f"{user}{password}".isascii():
        smtp.login(user, password)
        return
    if "PLAIN" in smtp.esmtp_features.get("auth", "").upper():
        said = _base64(f"\0{user}\0{password}")
        status, text = smtp.docmd("AUTH", f"PLAIN {said}")
    else:
        smtp.docmd("AUTH", "LOGIN")
        smtp.docmd(_base64(user))
        status, text = smtp.docmd(_base64(password))
    if status != 235:
        raise smtplib.SMTPAuthenticationError(status, text)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _refusal(code: int, text: bytes | str, *, of_recipient: bool = False) -> NotDelivered:
    status = _enhanced(text)
    judgement = judge(code, status, of_recipient=of_recipient, said=_words(text))
    kind = Refused if judgement.for_good else NotNow
    return kind(_answer(code, text), judgement.fault, judgement.words, status)


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return f"The mail server cannot be reached ({type(error).__name__})."


def _answer(code: int, text: bytes | str) -> str:
    """What the server answered, without its words: they like to repeat the address."""
    return f"The mail server answered {f'{code} {_enhanced(text)}'.strip()}."


def _enhanced(text: bytes | str) -> str:
    """The enhanced status code (RFC 2034) that the server's words begin with, or nothing.

    Some write it as `(#5.7.1)`, wherever they like.
    """
    found = re.search(r"(?:^|#)([245]\.\d{1,3}\.\d{1,3})(?![\w.])", _words(text))
    return found[1] if found else ""


def _words(text: bytes | str) -> str:
    return text.decode("ascii", "replace") if isinstance(text, bytes) else text
