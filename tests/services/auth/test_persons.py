"""Persons and accounts as firms' events make them, in whatever order these come."""

import datetime

import msgspec
import pytest

from contracts import ids
from contracts.errors import EventRefused, LinkExpired, NotSignedIn, NotYet
from contracts.events.accounts import CodeIssued
from contracts.events.contacts import ContactInvited, ContactRemoved, ContactUpdated
from contracts.events.firms import FirmRegistered


def person(world, contact_id="c-1"):
    [row] = world.rows(
        "SELECT * FROM persons WHERE id = :id", id=ids.person_id("hollis", contact_id)
    )
    return row


def test_a_contact_of_a_firm_not_registered_yet_waits(world):
    event = ContactInvited(contact_id="c-1", name="Ana", email="ana@example.com")

    with pytest.raises(NotYet):
        world.tell(event, firm_id="unheard-of")


@pytest.mark.parametrize(
    "event", [ContactUpdated(contact_id="c-9"), ContactRemoved(contact_id="c-9")]
)
def test_news_of_a_contact_not_invited_yet_waits(world, event):
    with pytest.raises(NotYet):
        world.tell(event)


def test_an_older_update_that_comes_late_overwrites_nothing_newer(world):
    world.later(minutes=3)
    newer, older = world.ago(minutes=1), world.ago(minutes=2)
    world.tell(ContactUpdated(contact_id="c-1", name="New"), newer)
    late = ContactUpdated(contact_id="c-1", name="Old", email="old@example.com")
    world.tell(late, older)

    assert (person(world).name, person(world).email) == ("New", "old@example.com")


def test_an_invitation_that_comes_after_the_removal_it_preceded_invites_nobody(world):
    world.later(minutes=3)
    world.tell(ContactRemoved(contact_id="c-1"), world.ago(minutes=1))
    event = ContactInvited(contact_id="c-1", name="Ana", email="ana@example.com")
    world.tell(event, world.ago(minutes=2))

    assert person(world).invited is False


@pytest.mark.parametrize("ahead", [datetime.timedelta(minutes=4), datetime.timedelta(days=400)])
def test_a_removal_has_effect_however_far_ahead_the_invitation_claimed_to_be(world, ahead):
    event = ContactInvited(contact_id="c-1", name="Ana", email="ana@example.com")
    world.tell(event, world.now + ahead)
    world.later(minutes=1)
    world.tell(ContactRemoved(contact_id="c-1"), world.now)

    assert person(world).invited is False


def test_a_contact_invited_again_must_prove_the_invitation_again(world, browser):
    browser.set_up(world.link())
    world.later(minutes=1)
    world.tell(ContactRemoved(contact_id="c-1"))
    world.later(minutes=1)
    world.invite()

    assert person(world).account_id is None
    with pytest.raises(NotSignedIn):
        world.resolve(browser.session)
    assert browser.come_back(world.link()).step == "done"


def test_links_of_before_a_removal_open_nothing_after_a_new_invitation(world, browser):
    old = world.link()
    world.later(minutes=1)
    world.tell(ContactRemoved(contact_id="c-1"))
    world.later(minutes=1)
    world.invite()

    with pytest.raises(LinkExpired):
        browser.open(old)
    assert browser.open(world.link()).step == "mailbox"


def test_an_update_changes_only_what_it_gives(world):
    world.later(minutes=1)
    event = ContactUpdated(contact_id="c-1", time_zone="America/Denver")
    world.tell(event)

    row = person(world)
    assert (row.name, row.email, row.time_zone) == (
        "Ana Duarte",
        "Ana@example.com",
        "America/Denver",
    )


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("America/Denver", "America/Denver"),
        ("europe/berlin", "Europe/Berlin"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("China Standard Time", "Asia/Shanghai"),
        ("Mars/Olympus", None),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna, Madrid", None),
        ("localtime", None),
        ("", None),
    ],
)
def test_a_time_zone_is_kept_where_there_is_one_and_the_person_is_invited_all_the_same(
    world, said, kept
):
    world.tell(ContactInvited(contact_id="c-2", name="Bo", email="bo@x.example", time_zone=said))

    assert (person(world, "c-2").invited, person(world, "c-2").time_zone) == (True, kept)


def test_an_address_is_the_same_in_its_own_letters_and_as_browsers_write_it(world, browser):
    world.firm("other", "Other LLP")
    world.invite("c-2", "Maria@Bücher.example")
    world.invite("x-2", "maria@xn--bcher-kva.example", firm_id="other")
    browser.set_up(world.link("c-2", "Maria@xn--bcher-kva.example"))
    world.later(minutes=1)
    again = world.browser()
    again.app = browser.app
    assert again.type_address("MARIA@BÜCHER.EXAMPLE").masked_address == "m•••@bücher.example"
    assert world.published(CodeIssued)[-1].address == "Maria@xn--bcher-kva.example"
    again.check_code(world.mailed_code())
    again.check_totp(again.shown())

    assert {each.firm.id for each in world.resolve(again.session).persons} == {"hollis", "other"}
    assert world.rows("SELECT address FROM accounts") == [("maria@xn--bcher-kva.example",)]


def test_sharp_s_is_another_domain_than_ss(world):
    world.invite("c-2", "maria@straße.example")
    world.invite("c-3", "maria@strasse.example")

    assert person(world, "c-2").address != person(world, "c-3").address


def test_the_same_address_written_otherwise_ends_no_session(world, browser):
    world.invite("c-2", "maria@bücher.example")
    browser.set_up(world.link("c-2", "maria@xn--bcher-kva.example"))
    world.later(minutes=1)
    world.tell(ContactUpdated(contact_id="c-2", email="MARIA@XN--BCHER-KVA.example"))

    assert world.resolve(browser.session).address == "maria@bücher.example"


def test_other_letters_before_the_at_take_a_mail_server_that_carries_them(world):
    event = ContactInvited(contact_id="c-2", name="Jörg", email="jörg@bücher.example")
    with pytest.raises(EventRefused, match="SMTPUTF8"):
        world.tell(event)
    own = world.service.settings
    world.service.runtime.settings = msgspec.structs.replace(own, smtputf8=True)
    world.tell(event)

    assert person(world, "c-2").address == "jörg@xn--bcher-kva.example"


def test_an_older_word_about_a_firm_does_not_undo_a_newer(world):
    world.tell(FirmRegistered(name="Old name"), world.ago(minutes=1))

    assert world.rows("SELECT name FROM firms") == [("Hollis & Bray",)]


def test_one_address_however_written_is_one_account(world, browser):
    world.firm("other", "Other LLP")
    world.invite("x-9", "ANA@Example.COM", firm_id="other")
    browser.set_up(world.link())
    world.later(minutes=1)
    second = world.browser()
    second.come_back(world.link("x-9", "ANA@Example.COM", firm_id="other"), browser.app)

    assert len(world.rows("SELECT 1 FROM accounts")) == 1
    session = world.resolve(second.session)
    assert {each.firm.id for each in session.persons} == {"hollis", "other"}


def test_a_second_firm_appears_only_once_its_invitation_was_proved(world, browser):
    browser.set_up(world.link())
    world.firm("other", "Other LLP")
    world.invite("x-9", "ana@example.com", firm_id="other")
    assert [each.firm.id for each in world.resolve(browser.session).persons] == ["hollis"]

    browser.open(world.link("x-9", "ana@example.com", firm_id="other"))

    firms_shown = {each.firm.id for each in world.resolve(browser.session).persons}
    assert firms_shown == {"hollis", "other"}


def test_a_moved_person_keeps_its_second_factor_and_proves_the_new_mailbox(world, browser):
    browser.set_up(world.link())
    world.later(minutes=1)
    moved = ContactUpdated(contact_id="c-1", email="ana@elsewhere.example")
    world.tell(moved)
    again = world.browser()
    again.open(world.link(email="ana@elsewhere.example"))

    assert again.prove_mailbox().step == "totp"
    again.app = browser.app
    assert again.check_totp(again.shown()).step == "done"
    assert world.resolve(again.session).address == "ana@elsewhere.example"


def test_a_person_moved_to_the_address_of_another_account_leaves_its_own(world, browser):
    browser.set_up(world.link())
    world.invite("c-2", "bo@example.com", name="Bo Lind")
    world.later(minutes=1)
    bo = world.browser()
    bo.set_up(world.link("c-2", "bo@example.com"))
    world.later(minutes=1)
    moved = ContactUpdated(contact_id="c-1", email="bo@example.com")
    world.tell(moved)

    assert person(world).account_id is None
    assert [each.name for each in world.resolve(bo.session).persons] == ["Bo Lind"]
