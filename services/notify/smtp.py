"""Hands e-mails to the mail server (RFC 5321): one connection for many, none of them forever.

`smtp://` is plain and takes no password; `smtp+starttls://` and `smtps://` are encrypted and check
the server's certificate. User and password stand in the URL, percent-encoded.
"""

import base64
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from types import TracebackType
from typing import ClassVar
from urllib.parse import unquote, urlsplit

WAIT = 10.0  # seconds for one answer of the mail server
DEADLINE = 20.0  # seconds for greeting it, and again for each e-mail
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class NotDelivered(Exception):
    """The mail server did not take the e-mail. `reason` names no address and no content."""

    retryable: ClassVar[bool] = True

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class ServerAway(NotDelivered):
    """No mail server to talk to, or none that talks to us: other e-mails would fare no better."""


class NotNow(NotDelivered):
    """The server asks to come back later (4yz), or stopped answering midway."""


class Refused(NotDelivered):
    """The server will never take this e-mail (5yz)."""

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

    def send(self, recipient: str, content: bytes) -> None:
        """Hand over one e-mail as it is; when this returns, the server has it.

        Raises NotDelivered.
        """
        try:
            smtp = self._open()
            with _deadline(smtp, DEADLINE):
                smtp.sendmail(self._sender, [recipient], content, _options(recipient))
        except smtplib.SMTPNotSupportedError:
            raise Refused("The mail server takes no address of such letters (SMTPUTF8).") from None
        except smtplib.SMTPRecipientsRefused as error:
            ((status, text),) = error.recipients.values()
            raise _refusal(status, text) from None
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code, error.smtp_error) from None
        except NotDelivered:
            self._close()
            raise
        except (smtplib.SMTPException, OSError) as error:
            # A sender or greeting refused for good is ours to put right, not this e-mail's end.
            self._close()
            raise NotNow(_reason(error)) from None

    def _open(self) -> smtplib.SMTP:
        if self._smtp is not None and self._smtp.sock is not None:
            return self._smtp
        try:
            smtp = self._connection()
            with _deadline(smtp, DEADLINE):
                self._secure(smtp)
        except (smtplib.SMTPException, OSError) as error:
            raise ServerAway(_reason(error)) from None
        self._smtp = smtp
        return smtp

    def _connection(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "", self._url.port or PORTS[self._url.scheme]
        name = self._sender.partition("@")[2]
        if self._url.scheme == "smtps":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, port, name, timeout=WAIT, context=context)
        return smtplib.SMTP(host, port, name, timeout=WAIT)

    def _secure(self, smtp: smtplib.SMTP) -> None:
        if self._url.scheme == "smtp+starttls":
            smtp.starttls(context=ssl.create_default_context())
        if self._url.username and self._url.scheme != "smtp":
            _log_in(smtp, unquote(self._url.username), unquote(self._url.password or ""))

    def _close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(smtplib.SMTPException, OSError), _deadline(smtp, WAIT):
                smtp.quit()
            smtp.close()


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
    smtp.ehlo_or_helo_if_needed()
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


def _refusal(status: int, text: bytes | str) -> NotDelivered:
    kind = Refused if 500 <= status < 600 else NotNow
    return kind(_answer(status, text))


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return f"The mail server cannot be reached ({type(error).__name__})."


def _answer(status: int, text: bytes | str) -> str:
    """What the server answered, without its words: they like to repeat the address."""
    words = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    first = words.split(maxsplit=1)[0] if words.strip() else ""
    enhanced = f" {first}" if first[:2] in ("2.", "4.", "5.") and first[2:3].isdigit() else ""
    return f"The mail server answered {status}{enhanced}."
