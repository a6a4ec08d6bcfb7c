"""What stands in an e-mail: its headers, its words, and what never stands in it."""

import datetime
import re
from email.message import EmailMessage

import pytest

from contracts import links
from contracts.events.firms import FirmPolicyChanged
from contracts.ids import conversation_id
from services.notify.emails.rendering import readable_on
from tests.mailbox import Mailbox, html, text
from tests.services.notify.office import Office
from tests.services.notify.scene import AUTHOR, MATTER, SECRET, Scene

NAMED = "Hartley & Rowe LLP"


@pytest.fixture
def get_started(scene: Scene, mailbox: Mailbox) -> EmailMessage:
    scene.invite()
    scene.message()
    scene.queue()
    scene.send()
    return mailbox.wait_for(scene.address)[0]


@pytest.fixture
def new_message(scene: Scene, mailbox: Mailbox) -> EmailMessage:
    scene.invite()
    scene.activate()
    scene.message()
    scene.pass_time(minutes=1)
    scene.queue()
    scene.send()
    return mailbox.wait_for(scene.address)[0]


@pytest.fixture
def code(scene: Scene, mailbox: Mailbox) -> EmailMessage:
    scene.issue_code("48213907")
    scene.send()
    return mailbox.wait_for(scene.address)[0]


@pytest.fixture
def something_new(scene: Scene, mailbox: Mailbox) -> EmailMessage:
    scene.invite()
    scene.activate()
    scene.assign(SECRET)
    scene.pass_time(minutes=1)
    scene.queue()
    scene.send()
    return mailbox.wait_for(scene.address)[0]


@pytest.fixture
def invitation(scene: Scene, mailbox: Mailbox) -> EmailMessage:
    scene.tell(FirmPolicyChanged(invitations_emailed=True))
    scene.invite()
    scene.activate()
    Office(scene).tell()
    scene.pass_time(minutes=1)
    scene.queue()
    scene.send()
    return mailbox.wait_for(scene.address)[0]


@pytest.fixture(params=["get_started", "new_message", "something_new", "invitation", "code"])
def any_email(request: pytest.FixtureRequest) -> EmailMessage:
    email: EmailMessage = request.getfixturevalue(request.param)
    return email


def test_it_says_who_writes_to_whom_and_that_a_machine_does(
    any_email: EmailMessage, scene: Scene
) -> None:
    assert any_email["From"] == "Hartley & Rowe LLP <portal@redwell.example.test>"
    assert any_email["To"] == scene.address
    assert any_email["Auto-Submitted"] == "auto-generated"
    assert any_email["Content-Language"] == "en"
    assert re.fullmatch(r"<[0-9a-f-]{36}@redwell\.example\.test>", any_email["Message-ID"])
    assert any_email["Date"].datetime.replace(tzinfo=datetime.UTC) == scene.now.replace(
        microsecond=0
    )


def test_it_is_on_no_list_and_asks_for_no_reply(any_email: EmailMessage) -> None:
    headers = {name.lower() for name in any_email}
    assert not {name for name in headers if name.startswith("list-")}
    assert not headers & {"reply-to", "bcc", "cc", "precedence", "disposition-notification-to"}


def test_it_tells_nothing_of_message_matter_or_author(any_email: EmailMessage) -> None:
    whole = any_email.as_string() + text(any_email) + html(any_email)
    for word in {*SECRET.split(), *AUTHOR.split(), *MATTER.split()} - {"The", "of"}:
        assert not re.search(rf"\b{re.escape(word)}\b", whole, re.IGNORECASE), word


def test_it_names_the_firm_how_to_reach_it_and_why_it_came(any_email: EmailMessage) -> None:
    for words in (text(any_email), html(any_email).replace("&amp;", "&")):
        assert NAMED in words
        assert "+1 212 555 0142" in words
        assert "Why this e-mail?" in words
        assert "not expect" in words.lower() or "It was not you?" in words
    assert NAMED in any_email["Subject"]


def test_it_loads_nothing_and_follows_nobody(any_email: EmailMessage) -> None:
    words = html(any_email)
    assert not re.search(r"<(img|script|link|iframe|object|video|form)\b", words)
    assert "url(" not in words
    addresses = set(re.findall(r"""(?:src|href|action)=["']([^"'#]*)""", words))
    assert addresses <= {"https://portal.example.test/open"}


def test_it_is_laid_out_as_outlook_understands(any_email: EmailMessage) -> None:
    """Word knows tables and inline styles; of these it drops what stands here."""
    words = re.sub(r"<style>.*?</style>", "", html(any_email), flags=re.DOTALL)
    assert not re.search(r"display:\s*(flex|grid)|position:|float:|calc\(|var\(--", words)
    assert not re.search(r"<(div|section|main|button)\b(?![^>]*display:none)", words)
    coloured = re.findall(r"<t[dr][^>]*background-color[^>]*>", words)
    assert all("bgcolor=" in cell for cell in coloured)
    assert all('role="presentation"' in table for table in re.findall(r"<table[^>]*>", words))


def test_it_travels_in_short_lines_of_ascii(any_email: EmailMessage) -> None:
    source = any_email.as_bytes()
    assert source.isascii()
    assert max(map(len, source.splitlines())) <= 78
    parts = [part.get_content_type() for part in any_email.walk()]
    assert parts[:3] == ["multipart/alternative", "text/plain", "text/html"]


def test_a_newcomer_is_led_to_the_message_where_there_is_one(
    scene: Scene, mailbox: Mailbox
) -> None:
    scene.invite()
    scene.assign(SECRET)
    scene.message()
    scene.queue()
    scene.send()
    email = mailbox.wait_for(scene.address)[0]
    (sealed,) = set(re.findall(r"/open#(\S+)", text(email)))
    target = links.unseal(sealed, scene.settings.link_keys).target
    assert target == links.Target(kind="conversation", id=conversation_id(scene.firm_id, "m1"))


@pytest.mark.parametrize("kind", ["get_started", "new_message"])
def test_its_link_is_for_this_person_and_conversation_for_seven_days(
    kind: str, scene: Scene, request: pytest.FixtureRequest
) -> None:
    email = request.getfixturevalue(kind)
    (in_text,) = re.findall(r"https://portal\.example\.test/open#(\S+)", text(email))
    (in_html,) = re.findall(r'href="https://portal\.example\.test/open#([^"]+)"', html(email))
    assert in_text == in_html
    link = links.unseal(in_text, scene.settings.link_keys)
    assert (link.firm_id, link.person_id) == (scene.firm_id, scene.person("maria"))
    assert link.target.id == conversation_id(scene.firm_id, "m1")
    assert link.address_digest == links.address_digest(scene.address)
    assert link.expires_at == scene.now + datetime.timedelta(days=7)


def test_get_started_says_what_it_is_and_what_happens_next(get_started: EmailMessage) -> None:
    assert get_started["Subject"] == "A first message from Hartley & Rowe LLP waits for you"
    assert "Get Started</a>" in html(get_started)
    assert "Hello Maria Okafor," in text(get_started)
    assert "about two minutes" in text(get_started)


def test_emails_of_one_conversation_make_one_thread_and_others_do_not(
    scene: Scene, mailbox: Mailbox
) -> None:
    scene.invite()
    scene.activate()
    for matter in ("m1", "m1", "m2"):
        scene.message(matter=matter)
        scene.pass_time(hours=5)
        scene.queue()
    scene.send()
    emails = sorted(mailbox.wait_for(scene.address, 3), key=lambda email: str(email["Message-ID"]))
    threads = [email["References"] for email in emails]
    assert threads == [email["In-Reply-To"] for email in emails]
    assert threads[0] == threads[1] != threads[2]
    assert len({email["Message-ID"] for email in emails}) == 3
    assert len({email["Subject"] for email in emails}) == 1


def test_the_code_stands_alone_in_the_body_and_nowhere_else(code: EmailMessage) -> None:
    assert "48213907" not in str(code.items())
    assert "\n\n48213907\n\n" in text(code).replace("\r", "")
    assert html(code).count("48213907") == 1
    assert ">48213907</td>" in html(code)


def test_the_code_does_not_show_in_the_preview_on_a_locked_phone(code: EmailMessage) -> None:
    assert "48213907" not in text(code)[:150]
    shown = re.sub(r"<style>.*?</style>|<title>.*?</title>|<[^>]+>", "", html(code), flags=re.S)
    assert "48213907" not in " ".join(shown.split())[:200]


def test_the_code_says_how_long_it_works_and_that_nobody_asks_for_it(code: EmailMessage) -> None:
    assert "It works for 10 minutes" in text(code)
    assert "We will never ask for it by phone" in text(code)


@pytest.mark.parametrize(
    "name",
    ["Evil\r\nBcc: all@example.test", 'Quote " \\ <x@y.test>', "Kanzlei Müller & Söhne 律師"],
)
def test_names_from_outside_add_no_header_no_recipient_and_no_markup(
    name: str, scene: Scene, mailbox: Mailbox
) -> None:
    scene.pass_time(seconds=1)
    scene.register(name=f"{name}<b>", contact="<script>alert(1)</script>\n")
    scene.invite(name=f"{name}<i>")
    scene.message()
    scene.queue()
    scene.send()
    (email,) = mailbox.wait_for(scene.address)
    assert "Bcc" not in email
    assert email["From"].addresses[0].addr_spec == "portal@redwell.example.test"
    assert email["From"].addresses[0].display_name == " ".join(f"{name}<b>".split())
    assert len(email["From"].addresses) == 1
    assert "<script>" not in html(email)
    assert "<i>" not in html(email)


def test_names_from_right_to_left_turn_nothing_around_them(scene: Scene, mailbox: Mailbox) -> None:
    scene.pass_time(seconds=1)
    scene.register(name="משרד לוי (חיפה)")
    scene.invite(name="ليلى")
    scene.message()
    scene.queue()
    scene.send()
    (email,) = mailbox.wait_for(scene.address)
    assert "Hello <bdi>ليلى</bdi>," in html(email)
    assert "Hello \u2068ليلى\u2069," in text(email)
    for place in re.finditer(re.escape("משרד לוי (חיפה)"), html(email).partition("<body")[2]):
        before = place.string[: place.start()]
        assert before.endswith("<bdi>")


def test_without_a_contact_line_the_firm_is_still_how_to_get_help(
    scene: Scene, mailbox: Mailbox
) -> None:
    scene.pass_time(seconds=1)
    scene.register(contact="")
    scene.issue_code()
    scene.send()
    (email,) = mailbox.wait_for(scene.address)
    assert "Call or write to Hartley & Rowe LLP" in text(email)


def test_an_address_with_letters_from_elsewhere_in_its_domain_is_written_to(
    scene: Scene, mailbox: Mailbox
) -> None:
    local_part = scene.address.partition("@")[0]
    scene.invite(address=f"{local_part}@müller.example")
    scene.message()
    scene.queue()
    scene.send()
    (received,) = mailbox.wait_for(f"{local_part}@müller.example")  # it shows them decoded
    assert received["To"] == f"{local_part}@xn--mller-kva.example"


@pytest.mark.parametrize(("accent", "ink"), [("#1f4f82", "#ffffff"), ("#ffd24d", "#000000")])
def test_the_button_is_readable_on_every_accent(accent: str, ink: str) -> None:
    assert readable_on(accent) == ink


def test_what_waits_and_is_neither_a_message_nor_a_document_is_something_new(
    something_new: EmailMessage,
) -> None:
    assert something_new["Subject"] == f"Something new from {NAMED} waits for you"
    assert "See it here" in text(something_new)
    assert "task" not in (text(something_new) + html(something_new)).lower()
