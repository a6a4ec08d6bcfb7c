"""Keys that change, and signing somebody out, by the people who run Redwell."""

import pytest
from cryptography.fernet import Fernet, InvalidToken

from contracts.calls.auth_operations import RotateSecrets, SignOutPerson
from contracts.errors import NotFound, NotSignedIn


def test_after_a_rotation_the_old_key_may_go(world, browser):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    world.use_keys(secrets=[old])
    browser.set_up(world.link())
    half_way = world.browser()
    world.later(minutes=5)
    world.use_keys(secrets=[new, old])

    assert world.ask(RotateSecrets()).rotated == 1
    assert world.ask(RotateSecrets()).rotated == 0
    world.use_keys(secrets=[new])
    assert half_way.come_back(world.link(), browser.app).step == "done"


def test_without_a_rotation_the_old_key_is_still_needed(world, browser):
    browser.set_up(world.link())
    world.later(minutes=5)
    world.use_keys(secrets=[Fernet.generate_key().decode()])

    with pytest.raises(InvalidToken):
        world.browser().come_back(world.link(), browser.app)


def test_a_rotation_goes_on_where_it_stopped(world):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    world.use_keys(secrets=[old])
    for number in range(3):
        world.invite(f"n-{number}", f"n{number}@example.com", name="N")
        world.browser().set_up(world.link(f"n-{number}", f"n{number}@example.com"))
    world.use_keys(secrets=[new, old])

    rounds = [world.ask(RotateSecrets(most=2)).rotated for _ in range(3)]
    assert rounds == [2, 1, 0]


def test_a_person_can_be_signed_out_everywhere(world, browser):
    browser.set_up(world.link())
    ended = world.ask(SignOutPerson(firm_id="hollis", contact_id="c-1"))

    assert ended.sessions == 1
    with pytest.raises(NotSignedIn):
        world.resolve(browser.session)


def test_nobody_is_signed_out_who_is_not_there(world):
    with pytest.raises(NotFound):
        world.ask(SignOutPerson(firm_id="hollis", contact_id="c-404"))
