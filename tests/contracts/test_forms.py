"""At the door everything is put into the form in which it is kept, or refused in words."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import EventRefused
from contracts.events import Event, decode, encode
from contracts.events.contacts import ContactInvited
from contracts.events.firms import FirmRegistered
from contracts.events.matters import MatterOpened, MatterParticipantAdded
from contracts.events.messages import MessagePosted

NOW = datetime.datetime(2026, 11, 26, 9, tzinfo=datetime.UTC)
BLANKS = [
    " ",
    "\t",
    "\u200b",
    "\u3164",
    "\u2800",
    "\u115f\u1160",
    "\u034f",
    "\ufe0f",
    "\u00ad \u2060",
    "\u0301\u0302",
    "\U0001d159",
]


def came(event: Event) -> Any:
    return decode(
        encode(event, id="e-1", source="test", firm_id="hollis", time=NOW), event.exchange
    )[1]


def invited(**given: str) -> ContactInvited:
    return ContactInvited(**{"contact_id": "c-1", "name": "Maria", "email": "m@x.example"} | given)


def added(**given: Any) -> MatterParticipantAdded:
    facts = {"matter_id": "m-1", "contact_id": "c-1", "name": "Ana", "kind": "staff", "role": "Of"}
    return MatterParticipantAdded(**facts | given)


def posted(body: str) -> MessagePosted:
    return MessagePosted(
        matter_id="m-1", message_id="n-1", author_id="vane", body=body, posted_at=NOW
    )


@pytest.mark.parametrize("blank", BLANKS)
def test_a_name_that_shows_nothing_is_refused_in_words(blank):
    for event, member in [
        (invited(name=blank), "name"),
        (added(role=blank), "role"),
        (MatterOpened(matter_id="m-1", title=blank), "title"),
        (FirmRegistered(name=blank), "name"),
        (posted(blank), "body"),
    ]:
        with pytest.raises(EventRefused, match=f"'{member}' holds only .* show nothing"):
            came(event)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("  Maria \t Okafor\n", "Maria Okafor"),
        ("Maria\u202e Okafor\u202c", "Maria Okafor"),
        ("\u2066Maria\u2069", "Maria"),
        ("\ufeffMaria", "Maria"),
        ("Maria\x1b[31m\x7f\x85", "Maria [31m"),
        ("نامه\u200cای", "نامه\u200cای"),
        ("Ana 👩\u200d⚖\ufe0f", "Ana 👩\u200d⚖\ufe0f"),
        ("山田\u3000太郎", "山田 太郎"),
        ("🫩", "🫩"),  # newer than many a Python knows
    ],
)
def test_a_name_is_one_line_that_turns_nothing_around(said, kept):
    assert came(invited(name=said)).name == kept


def test_a_message_keeps_its_lines_and_joiners_and_loses_control_characters():
    assert came(posted("Dear Ana,\r\n\tsee\x1b[2J below\v👩\u200d⚖\ufe0f")).body == (
        "Dear Ana,\r\n\tsee[2J below\v👩\u200d⚖\ufe0f"
    )


@pytest.mark.parametrize("member", ["contact_id", "name", "email", "time_zone"])
def test_what_cannot_be_stored_is_refused_wherever_it_stands(member):
    with pytest.raises(EventRefused, match=f"'{member}' holds a character that cannot be stored"):
        came(invited(**{member: "a\0b"}))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("maria@bücher.example", "maria@xn--bcher-kva.example"),
        ("Maria@XN--BCHER-KVA.Example", "Maria@xn--bcher-kva.example"),
        (" maria@example.com\n", "maria@example.com"),
        ("maria@faß.example", "maria@xn--fa-hia.example"),
        ("maria@例え。テスト", "maria@xn--r8jz45g.xn--zckzah"),
        ("jo\u0308rg@x.example", "jörg@x.example"),
        ("o'neil+case=7@x.example", "o'neil+case=7@x.example"),
    ],
)
def test_an_address_has_one_form(said, kept):
    assert came(invited(email=said)).email == kept


@pytest.mark.parametrize(
    "address",
    [
        "maria@example.com\u202c",
        "maria\u200b@example.com",
        "ma\ufffdria@example.com",
        "maria@exam\ufffdple.com",
        "maria@" + "x" * 64 + ".example",
        "m" * 65 + "@example.com",
        "ö" * 33 + "@example.com",
        "maria@" + ".".join(["x" * 60] * 4) + ".example",
        "maria@localhost",
        "maria@example.com.",
        "maria@.example.com",
        "maria@exa mple.com",
        "maria@my_host.example",
        "maria@-x.example",
        "maria@192.0.2.1",
        "maria@[192.0.2.1]",
        "maria@[IPv6:2001:db8::1]",
        "maria@xn--zzzzzz.example",
        "maria@=?utf-8?q?x?=.example",
        "maria..okafor@example.com",
        ".maria@example.com",
        "maria",
        "maria@",
        "@example.com",
        "a@b@example.com",
        '"maria"@example.com',
        "Maria <maria@example.com>",
        "maria@example.com,ana@example.com",
        "mar\u212aa@example.com",  # the sign for kelvin, which is no k
    ],
)
def test_an_address_that_no_mail_can_reach_is_refused_in_words(address):
    with pytest.raises(EventRefused, match="'email' is no address that mail can reach: "):
        came(invited(email=address))


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_form_of_an_address_stays_as_it_is(local_part, domain):
    try:
        once = came(invited(email=f"{local_part}@{domain}.example")).email
    except (EventRefused, UnicodeEncodeError):
        return
    assert came(invited(email=once)).email == once


@given(st.text(min_size=1, max_size=40))
def test_any_text_is_a_name_in_its_form_or_refused(text):
    try:
        once = came(invited(name=text)).name
    except (EventRefused, UnicodeEncodeError):
        return
    assert came(invited(name=once)).name == once
