"""E-mails that were kept as a file, .eml or .msg, as JSON, each attachment a file beside it.

`{"subject", "from", "to", "cc", "date", "text", "html", "attachments": [{"name", "rendition",
"media_type", "size"}], "more_attachments"}`. The HTML is as it came: to be shown only where
nothing in it runs, and nothing of it is fetched.
"""

import dataclasses
import email
import email.message
import email.policy
import json
import pathlib
from typing import Any

from oxmsg import Message

from services.files.converting.report import DAMAGED, JSON, Made, Report, not_shown

_MOST_TEXT = 1024**2  # characters
_ATTACHMENTS = 100
_OLE = b"\xd0\xcf\x11\xe0"  # begins every .msg


@dataclasses.dataclass(frozen=True)
class _Attachment:
    name: str
    media_type: str
    content: bytes


def read(file: str) -> Report:
    try:
        with open(file, "rb") as opened:
            is_msg = opened.read(4) == _OLE
        shown, attachments = _msg(file) if is_msg else _eml(file)
    # Both parsers raise whatever a file makes them stumble over.
    except Exception:
        return not_shown(DAMAGED)
    made = [Made(name=JSON, media_type="application/json")]
    listed = []
    for number, each in enumerate(attachments[:_ATTACHMENTS], 1):
        name = f"attachment-{number}"
        pathlib.Path(name).write_bytes(each.content)
        made.append(_made(name, each))
        about = {"name": each.name, "rendition": name, "media_type": each.media_type}
        listed.append({**about, "size": len(each.content)})
    more = max(0, len(attachments) - _ATTACHMENTS)
    text = json.dumps({**shown, "attachments": listed, "more_attachments": more})
    pathlib.Path(JSON).write_text(text, "ascii")
    return Report(shown_as="mail", renditions=made)


def _made(name: str, attachment: _Attachment) -> Made:
    return Made(name=name, media_type="application/octet-stream", file_name=attachment.name[:255])


def _eml(file: str) -> tuple[dict[str, Any], list[_Attachment]]:
    with open(file, "rb") as opened:
        mail = email.message_from_binary_file(opened, policy=email.policy.default)
    shown = {name: str(mail[name] or "") for name in ("subject", "from", "to", "cc", "date")}
    for kind in ("plain", "html"):
        body = mail.get_body((kind,))
        shown["text" if kind == "plain" else kind] = _content(body)[:_MOST_TEXT] if body else ""
    return shown, [_attached(part) for part in mail.iter_attachments()]


def _content(body: email.message.MIMEPart) -> str:
    try:
        return str(body.get_content())
    except (LookupError, UnicodeError):  # an encoding that nobody knows
        return bytes(body.get_payload(decode=True) or b"").decode("latin-1")


def _attached(part: Any) -> _Attachment:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0)
        name = part.get_filename() or f"{inner['subject'] or 'E-mail'}.eml"
        return _Attachment(name, part.get_content_type(), inner.as_bytes())
    content = part.get_payload(decode=True) or b""
    return _Attachment(part.get_filename() or "", part.get_content_type(), bytes(content))


def _msg(file: str) -> tuple[dict[str, Any], list[_Attachment]]:
    mail = Message.load(file)
    headers = {name.lower(): value for name, value in mail.message_headers.items()}
    to = ", ".join(f"{each.name} <{each.email_address}>" for each in mail.recipients)
    shown = {
        "subject": mail.subject,
        "from": mail.sender or "",
        "to": headers.get("to") or to,
        "cc": headers.get("cc", ""),
        "date": headers.get("date") or (mail.sent_date.isoformat() if mail.sent_date else ""),
        "text": (mail.body or "")[:_MOST_TEXT],
        "html": (mail.html_body or "")[:_MOST_TEXT],
    }
    attached = [
        _Attachment(each.file_name or "", each.mime_type or "", each.file_bytes or b"")
        for each in mail.attachments
    ]
    return shown, attached
