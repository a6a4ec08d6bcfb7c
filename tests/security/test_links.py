"""Links that were forged, cut, altered, swapped or taken back, and new ones in their place."""

import datetime
import string
import urllib.parse

import httpx
import pytest

from backbone import testing
from backbone.testing import wait_for
from contracts import ids, links
from contracts.events.contacts import ContactRemoved, ContactUpdated
from gateway.api import MAX_BODY
from tests.mailbox import Mailbox, html
from tests.portal import LINK_KEY
from tests.security import people
from tests.security.people import later

LETTERS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"


@pytest.fixture
def victim(portal, owner):
    """Somebody invited whose link works."""
    person = people.invited(portal, owner.firm_id, "vera")
    person.opens_link()
    return person


@pytest.fixture
def opening(portal):
    """What the portal answers to a link, over one connection as there will be many."""
    with httpx.Client(base_url=portal.url, headers={"Origin": portal.url}) as http:

        def answer(link):
            http.cookies.clear()
            return http.post("/v1/sign-in", json={"link": link})

        yield answer


def sealed(person, key=LINK_KEY, days=0, **other):
    """The person's link, made by this key so many days ago."""
    now = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=days)
    meant = {
        "firm_id": person.firm_id,
        "person_id": ids.person_id(person.firm_id, person.contact_id),
        "address_digest": links.address_digest(person.email),
        "target": links.Target(),
        "issued_at": now,
        "expires_at": now + links.VALID_FOR,
    }
    return links.seal(links.Link(**{**meant, **other}), [key])


def is_refused(answer, code="link_invalid", status=410):
    told = (answer.status_code, answer.json().get("code"))
    return told == (status, code) and "set-cookie" not in answer.headers


def test_a_link_made_with_another_key_opens_nothing(opening, victim):
    assert opening(sealed(victim)).status_code == 200
    for key in ("another-key", "", LINK_KEY.upper()):
        assert is_refused(opening(sealed(victim, key)))


def test_a_link_that_was_cut_opens_nothing_at_any_length(opening, victim):
    link = sealed(victim)
    assert opening(link).status_code == 200
    for length in range(len(link)):
        answer = opening(link[:length])
        assert is_refused(answer) or is_refused(answer, "invalid_input", 422)


def test_a_link_with_any_letter_changed_opens_nothing(opening, victim):
    """Each letter stands for six bits; the first of them is turned over, which always matters."""
    link = sealed(victim)
    for at, letter in enumerate(link):
        other = "A" if letter == "." else LETTERS[LETTERS.index(letter) ^ 32]
        assert is_refused(opening(link[:at] + other + link[at + 1 :]))


def test_the_parts_of_two_links_make_no_third(opening, victim, portal, owner):
    other = people.invited(portal, owner.firm_id, "otto")
    (says, _), (_, signed) = (sealed(each).split(".") for each in (victim, other))

    assert is_refused(opening(f"{says}.{signed}"))
    assert is_refused(opening(f"{says}."))
    assert is_refused(opening(f"{sealed(victim)}.{signed}"))


def test_one_firms_link_never_means_another_firms_person(opening, victim, foreign):
    """Even where it was signed by ourselves, which nothing of ours does."""
    theirs = ids.person_id(foreign.firm_id, foreign.contact_id)
    digest = links.address_digest(foreign.email)

    assert is_refused(opening(sealed(victim, person_id=theirs)))
    assert is_refused(opening(sealed(victim, person_id=theirs, address_digest=digest)))
    assert is_refused(opening(sealed(victim, firm_id=foreign.firm_id)))
    assert is_refused(opening(sealed(victim, firm_id="no-such-firm")))


def test_a_link_to_another_address_of_the_person_is_taken_back(opening, victim):
    digest = links.address_digest("somebody@else.example")

    assert is_refused(opening(sealed(victim, address_digest=digest)), "link_revoked")


@pytest.mark.parametrize("length", [2001, 60_000])
def test_an_overlong_link_is_refused(opening, length):
    assert is_refused(opening("x" * length), "invalid_input", 422)


def test_a_link_longer_than_any_request_may_be_is_refused(opening):
    assert is_refused(opening("x" * MAX_BODY), "too_large", 413)


@pytest.mark.parametrize(
    "link", [None, 7, [], {"a": 1}, "\x00" * 40, "é" * 40, "🔑" * 40, "." * 40]
)
def test_nonsense_for_a_link_is_refused(opening, link):
    answer = opening(link)

    assert answer.status_code in (410, 422)
    assert "set-cookie" not in answer.headers


def test_after_the_firm_let_somebody_go_their_link_opens_nothing(portal, opening, victim):
    under_way = victim.proves_mailbox()
    portal.send(victim.firm_id, ContactRemoved(contact_id=victim.contact_id))
    wait_for(lambda: is_refused(opening(sealed(victim)), "link_revoked"))

    told = opening(sealed(victim)).json()
    assert told["firm"]["name"] == "Quill & Sons"
    assert victim.email not in str(told)
    assert under_way.get("/v1/sign-in").status_code == 410
    assert is_refused(asked_anew(portal, sealed(victim)), "link_revoked")


def test_after_a_change_of_address_the_link_to_the_old_one_opens_nothing(portal, opening, victim):
    moved = f"moved-{victim.email}"
    portal.send(victim.firm_id, ContactUpdated(contact_id=victim.contact_id, email=moved))
    wait_for(lambda: is_refused(opening(sealed(victim)), "link_revoked"))

    assert is_refused(asked_anew(portal, sealed(victim, days=8)), "link_revoked")


def test_an_old_link_opens_nothing(opening, victim):
    assert is_refused(opening(sealed(victim, days=8)), "link_expired")


def test_a_new_link_goes_to_the_address_it_was_made_for_whatever_else_is_asked(portal, victim):
    own = {"email": "mal@evil.example", "address": "mal@evil.example", "to": "mal@evil.example"}
    link = sealed(victim, days=8)
    told = portal.browser().post("/v1/sign-in/new-link", {"link": link, **own})
    assert told.status_code == 200
    assert victim.email not in told.text

    mailbox = Mailbox(testing.stack()["mailbox"])
    [email] = mailbox.wait_for(victim.email)
    assert email["To"] == victim.email
    assert mailbox.of("mal@evil.example") == []
    url = urllib.parse.urlsplit(html(email).partition('href="')[2].partition('"')[0])
    # What stands behind # is sent to no server (RFC 9110, 7.1).
    assert (url.path, url.query) == ("/open", "")
    assert portal.opened(portal.browser(), url.fragment).status_code == 200


def test_new_links_are_one_a_minute_and_five_a_day(portal, victim):
    link = sealed(victim, days=8)
    for _ in range(5):
        assert asked_anew(portal, link).status_code == 200
        assert asked_anew(portal, link).json()["code"] == "too_many_tries"
        later(portal, minutes=1)

    refused = asked_anew(portal, link)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_tries")
    assert refused.json()["retry_after"] > 3600
    later(portal, days=1)
    assert asked_anew(portal, link).status_code == 200


def test_a_forged_link_brings_no_new_one(portal, victim):
    assert is_refused(asked_anew(portal, sealed(victim, "another-key", days=8)))


def asked_anew(portal, link):
    return portal.browser().post("/v1/sign-in/new-link", {"link": link})
