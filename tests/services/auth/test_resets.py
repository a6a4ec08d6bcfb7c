"""Lost everything: the firm confirms the person, and no firm opens another's matters."""

import pytest

from contracts.errors import AttemptEnded, LinkExpired, LinkRevoked, NotSignedIn, NotYet
from contracts.events.accounts import AccountActivated, AccountFactorChanged, AccountNotice
from contracts.events.contacts import ContactFactorsReset, ContactUpdated
from contracts.events.exchanges import PortalEvent


def reset(world, contact_id="c-1", firm_id="hollis"):
    world.tell(ContactFactorsReset(contact_id=contact_id), firm_id=firm_id)


@pytest.fixture
def owner(world, browser):
    browser.set_up(world.link())
    world.later(minutes=5)
    return browser


@pytest.fixture
def of_two_firms(world, owner):
    world.firm("other", "Other LLP")
    world.invite("x-9", "ana@example.com", firm_id="other")
    owner.open(world.link("x-9", "ana@example.com", firm_id="other"))
    world.later(minutes=1)
    return owner


def test_a_reset_ends_all_sessions_and_starts_the_set_up_anew(world, owner):
    reset(world)

    with pytest.raises(NotSignedIn):
        world.resolve(owner.session)
    again = world.browser()
    assert again.set_up(world.link()).step == "done"
    assert len(world.published(AccountActivated)) == 1


def test_a_reset_makes_the_lost_factors_worthless(world, owner):
    app, codes = owner.app, owner.codes
    reset(world)
    world.later(minutes=1)
    world.browser().set_up(world.link())
    world.later(minutes=1)
    finder = world.browser()
    finder.open(world.link())
    finder.prove_mailbox()

    for guess in (
        lambda: finder.check_totp(app.at(world.now)),
        lambda: finder.check_recovery_code(codes[0]),
    ):
        with pytest.raises(Exception, match="does not match"):
            guess()


def test_a_reset_ends_what_was_begun_before(world, owner):
    under_way = world.browser()
    under_way.open(world.link())
    under_way.prove_mailbox()
    world.later(seconds=1)
    reset(world)

    with pytest.raises(AttemptEnded):
        under_way.check_totp(owner.shown())


def test_a_reset_makes_older_links_void(world, owner):
    old = world.link()
    world.later(seconds=1)
    reset(world)

    with pytest.raises(LinkExpired):
        world.browser().open(old)


def test_a_reset_forgets_every_device(world, owner):
    owner.session = ""
    owner.come_back(world.link(), remember=True)
    world.later(minutes=1)
    reset(world)

    assert owner.open(world.link()).step == "mailbox"


def test_a_reset_is_told_to_the_mailbox(world, owner):
    reset(world)

    [notice] = world.published(AccountNotice)
    assert (notice.address, notice.notice, notice.agent) == ("Ana@example.com", "factors_reset", "")


def test_a_reset_by_one_firm_does_not_open_the_matters_of_another(world, of_two_firms):
    reset(world)
    world.later(minutes=1)
    mailbox_thief = world.browser()
    mailbox_thief.set_up(world.link())

    assert [each.firm.id for each in world.resolve(mailbox_thief.session).persons] == ["hollis"]
    with pytest.raises(LinkRevoked) as refused:
        mailbox_thief.open(world.link("x-9", "ana@example.com", firm_id="other"))
    assert refused.value.extra["firm"]["id"] == "other"


@pytest.mark.parametrize("how", ["reset", "invite"])
def test_the_other_firm_confirms_the_person_by_its_own_word(world, of_two_firms, how):
    reset(world)
    world.later(minutes=1)
    again = world.browser()
    again.set_up(world.link())
    world.later(minutes=1)
    if how == "reset":
        reset(world, "x-9", "other")
    else:
        world.invite("x-9", "ana@example.com", firm_id="other")

    again.open(world.link("x-9", "ana@example.com", firm_id="other"))
    shown = {each.firm.id for each in world.resolve(again.session).persons}
    assert shown == {"hollis", "other"}


def test_both_firms_hear_of_the_reset_and_neither_of_the_other(world, of_two_firms):
    reset(world)

    told = world.addressed(AccountFactorChanged)
    assert sorted((firm, event.person.contact_ref) for firm, event in told) == [
        ("hollis", "c-1"),
        ("other", "x-9"),
    ]
    for firm, event in world.addressed(PortalEvent):
        foreign = "other" if firm == "hollis" else "hollis"
        assert foreign not in repr(event).lower()


def test_a_reset_of_a_contact_not_invited_yet_waits(world):
    with pytest.raises(NotYet):
        reset(world, "c-404")


def test_a_changed_address_is_told_to_both(world, owner):
    moved = ContactUpdated(contact_id="c-1", email="ana@elsewhere.example")
    world.tell(moved)

    told = [notice.address for notice in world.published(AccountNotice)]
    assert told == ["Ana@example.com", "ana@elsewhere.example"]
