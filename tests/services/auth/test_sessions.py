"""Sessions: how they last, and how they end."""

import pytest
import sqlalchemy as sa

from contracts.calls.auth import EndSession
from contracts.errors import CodeWrong, NotSignedIn
from contracts.events.accounts import AccountSignedOut
from contracts.events.contacts import ContactRemoved, ContactUpdated
from contracts.events.sessions import SessionChanged, SessionRevoked


@pytest.fixture
def signed_in(world, browser):
    browser.set_up(world.link())
    return browser


def test_a_session_ends_after_an_idle_hour(world, signed_in):
    world.later(minutes=59)
    world.resolve(signed_in.session)
    world.later(minutes=59)
    world.resolve(signed_in.session)
    world.later(minutes=60)

    with pytest.raises(NotSignedIn):
        world.resolve(signed_in.session)


def test_a_session_ends_after_a_day_however_busy(world, signed_in):
    for _ in range(47):
        world.later(minutes=30)
        world.resolve(signed_in.session)
    world.later(minutes=30)

    with pytest.raises(NotSignedIn):
        world.resolve(signed_in.session)


def test_signing_out_ends_the_session_and_tells_the_gateway(world, signed_in):
    session_id = world.resolve(signed_in.session).session_id
    signed_in.sign_out()

    with pytest.raises(NotSignedIn):
        world.resolve(signed_in.session)
    assert world.published(SessionRevoked) == [SessionRevoked(session_ids=[session_id])]


def test_signing_out_twice_says_it_once(world, signed_in):
    signed_in.sign_out()
    signed_in.sign_out()
    world.ask(EndSession(session_token="no token of any session"))

    assert len(world.published(SessionRevoked)) == 1


def test_each_sign_in_gets_a_token_of_its_own(world, signed_in):
    world.later(minutes=1)
    other = world.browser()
    other.come_back(world.link(), signed_in.app)

    assert other.session != signed_in.session
    assert world.resolve(other.session).session_id != world.resolve(signed_in.session).session_id


def test_signing_in_anew_in_the_same_browser_ends_its_older_session(world, signed_in):
    before, session_id = signed_in.session, world.resolve(signed_in.session).session_id
    world.later(minutes=1)
    elsewhere = world.browser()
    elsewhere.come_back(world.link(), signed_in.app)
    world.later(minutes=1)
    signed_in.type_address("ana@example.com")
    signed_in.check_code(world.mailed_code())
    signed_in.check_totp(signed_in.shown())

    with pytest.raises(NotSignedIn):
        world.resolve(before)
    assert world.resolve(signed_in.session)
    assert world.resolve(elsewhere.session)
    assert [each.session_ids for each in world.published(SessionRevoked)] == [[session_id]]


def test_the_older_session_lives_until_the_last_step_is_taken(world, signed_in):
    before = signed_in.session
    world.later(minutes=1)
    signed_in.type_address("ana@example.com")
    signed_in.check_code(world.mailed_code())
    with pytest.raises(CodeWrong):
        signed_in.check_totp("000000")

    assert world.resolve(before)


def test_a_session_of_another_account_ends_in_the_same_way(world, signed_in):
    before = signed_in.session
    world.invite("c-2", "ben@example.com", name="Ben Ito")
    signed_in.set_up(world.link("c-2", "ben@example.com"))

    with pytest.raises(NotSignedIn):
        world.resolve(before)
    assert world.resolve(signed_in.session).address == "ben@example.com"
    ended = [each.person.name for each in world.published(AccountSignedOut)]
    assert ended == ["Ana Duarte"]


def test_the_database_holds_no_session_token(world, signed_in):
    assert signed_in.session not in repr(world.rows("SELECT * FROM sessions"))


def test_a_changed_address_ends_every_session(world, signed_in):
    moved = ContactUpdated(contact_id="c-1", email="ana@elsewhere.example")
    world.tell(moved)

    with pytest.raises(NotSignedIn):
        world.resolve(signed_in.session)
    assert len(world.published(SessionRevoked)) == 1


def test_a_removed_contact_is_signed_out(world, signed_in):
    world.tell(ContactRemoved(contact_id="c-1"))

    with pytest.raises(NotSignedIn):
        world.resolve(signed_in.session)


def test_a_removed_contact_of_one_firm_stays_signed_in_for_the_other(world, signed_in):
    world.firm("other", "Other LLP")
    world.invite("x-9", "ana@example.com", firm_id="other")
    signed_in.open(world.link("x-9", "ana@example.com", firm_id="other"))
    world.tell(ContactRemoved(contact_id="c-1"))

    [left] = world.resolve(signed_in.session).persons
    assert left.firm.id == "other"
    assert world.published(SessionRevoked) == []
    assert world.published(SessionChanged)


def test_resolving_is_one_query_and_notes_the_use_at_most_once_a_minute(world, signed_in, engine):
    statements: list[str] = []

    def note(_conn, _cursor, statement, *_rest) -> None:
        statements.append(statement.split()[0])

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        world.resolve(signed_in.session)
        world.later(seconds=59)
        world.resolve(signed_in.session)
        assert statements == ["SELECT", "SELECT"]
        world.later(seconds=1)
        world.resolve(signed_in.session)
        assert statements[2:] == ["SELECT", "UPDATE"]
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def test_what_has_run_out_is_forgotten_a_day_later(world, signed_in):
    world.browser().open(world.link())
    world.later(days=1, hours=2)
    assert world.service.prune()
    assert world.rows("SELECT 1 FROM attempts") == []
    assert world.rows("SELECT 1 FROM tallies") == []
    assert len(world.rows("SELECT 1 FROM sessions")) == 1

    world.later(days=30)
    assert world.service.prune()
    assert world.rows("SELECT 1 FROM sessions") == []
