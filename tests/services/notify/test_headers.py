"""Headers, byte for byte as the mail server gets them, and as a mail program reads them."""

import email
import email.policy
import re
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.notify.emails.headers import Mailbox, header
from services.notify.emails.rendering import one_line
from tests.services.notify.answering import answering
from tests.services.notify.scene import Scene

WORD = "=?utf-8?q?evil=0d=0aBcc:_evil@evil.example?="
ARABIC = "مكتب المحاماة الدولي للاستشارات القانونية والتحكيم التجاري وتسوية المنازعات في الشرق"
NAMES = [
    f"{WORD} Hale",
    "=?utf-8?b?ZXZpbA0KQmNjOiBldmlsQGV2aWwuZXhhbXBsZQ==?=",
    "Winterbottom, Hartley, Rowe, Vane, Okafor, Ashworth & Partners International, LLP",
    "Hale, Rowe & Co.",
    'The "Quiet" Firm \\ <x@y.test>; (ltd): [a]',
    ARABIC,
    "موسسه حقوقی می‌خواهم و نمی‌شود",
    "Family Law \N{WOMAN}\N{ZERO WIDTH JOINER}\N{SCALES}\N{VARIATION SELECTOR-16} 👨‍👩‍👧‍👦 " * 3,
    "שלום ושות׳ עורכי דין",
    "Kanzlei Müller & Söhne 律師事務所" * 4,
    "x" * 200,
]
HEADERS = [
    *(b"From", b"To", b"Subject", b"Date", b"Message-ID", b"In-Reply-To", b"References"),
    *(b"Auto-Submitted", b"X-Auto-Response-Suppress", b"Content-Language"),
    *(b"MIME-Version", b"Content-Type"),
]


def received(source: bytes) -> EmailMessage:
    message = email.message_from_bytes(source, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def read_back(source: bytes, name: str) -> str:
    """As programs read it that know RFC 2047 alone; some releases of Python's newer reader put
    spaces between the encoded words of a display name."""
    header = email.message_from_bytes(source)[name].replace("\r\n", "").replace("\n", "")
    return str(make_header(decode_header(header)))


def header_lines(source: bytes) -> list[bytes]:
    return source.partition(b"\r\n\r\n")[0].split(b"\r\n")


def sent(scene: Scene) -> bytes:
    """The e-mail as the mail server got it."""
    scene.message()
    scene.queue()
    with answering({}) as server:
        scene.send(server)
    [source] = server.taken
    return source


@pytest.mark.parametrize("name", NAMES)
def test_a_firm_s_name_is_read_back_as_it_was_given_and_adds_no_header(
    scene: Scene, name: str
) -> None:
    scene.pass_time(seconds=1)
    scene.register(name=name[:200])
    scene.invite()
    source = sent(scene)
    shown = " ".join(name[:200].split())
    message = received(source)
    assert read_back(source, "From") in (
        f"{shown} <{scene.settings.sender}>",
        f'"{shown}" <{scene.settings.sender}>'.replace("\\", "\\\\").replace(
            '"Quiet"', '\\"Quiet\\"'
        ),
    )
    [author] = message["From"].addresses
    assert author.addr_spec == scene.settings.sender
    if shown.isascii() and " " in shown and "=?" not in shown:
        assert author.display_name == shown
    assert read_back(source, "Subject") == message["Subject"]
    assert message["Subject"] == f"A first message from {shown} waits for you"
    assert message["To"] == scene.address
    names = [line.partition(b":")[0] for line in header_lines(source) if line[:1] != b" "]
    assert names == HEADERS
    assert source.isascii()
    assert max(map(len, source.split(b"\r\n"))) <= 78
    assert b"\n" not in source.replace(b"\r\n", b"")


@pytest.mark.parametrize("local_part", ["=?utf-8?q?x?=", "=?utf-8?q?a=0d=0aBcc=3A_b?=", "o'neil+a"])
def test_an_address_that_looks_like_an_encoded_word_is_an_address(
    scene: Scene, local_part: str
) -> None:
    scene.invite(address=f"{local_part}@example.test")
    source = sent(scene)
    [to] = [line for line in header_lines(source) if line.startswith(b"To:")]
    _, address = parseaddr(to.decode()[4:])
    assert address.replace('"', "") == f"{local_part}@example.test"
    assert not [line for line in header_lines(source) if line.lower().startswith(b"bcc")]


def test_letters_before_the_at_go_to_a_server_that_takes_them(scene: Scene) -> None:
    scene.invite(address="mária@example.test")
    scene.message()
    scene.queue()
    with answering({"EHLO": "250-here\r\n250-8BITMIME\r\n250 SMTPUTF8"}) as server:
        scene.send(server)
    assert "rcpt TO:<mária@example.test>" in server.heard
    assert "To: mária@example.test\r\n".encode() in server.taken[0]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200), st.sampled_from(["Subject", "From"]))
def test_whatever_the_text_it_stays_one_header_that_says_it(text: str, name: str) -> None:
    value = Mailbox("portal@example.test", text) if name == "From" else text
    line = header(name, value)
    message = email.message_from_bytes(line + b"\r\n", policy=email.policy.default)
    assert message.keys() == [name]
    assert line.isascii()
    assert max(map(len, line.split(b"\r\n"))) <= 78
    assert not re.search(rb"[\r\n](?![ \n]|$)", line)
    if name == "Subject":
        assert message["Subject"] == one_line(text)
